"""The address of the page about the model."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from serving.model_cards import read_models
from serving.pages.model_page import model_page
from serving.pages.rendering import render
from serving.web.asking import Books, Calling, Whom

__all__ = ["router"]

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/om-modellen")
def show_model(request: Request, books: Books, calling: Calling, whom: Whom) -> str:
    """What the model is and is worth. It tells of no workplace, so nobody is asked what for."""
    mlruns = request.app.state.settings.mlruns
    return render(model_page(read_models(books, calling, mlruns), whom))
