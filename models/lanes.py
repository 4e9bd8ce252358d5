"""Vectors of a fixed width for numba: a lane per row, so that no loop is left to luck."""

from __future__ import annotations

import operator
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic as numba_intrinsic
from numba.extending import models, overload, register_model

__all__ = [
    "NARROW",
    "WIDE",
    "choose",
    "choose_bit",
    "fill",
    "keep",
    "load",
    "mad",
    "nought",
    "pick",
    "spread",
    "store",
]

# Rows side by side. Four AVX registers of each precision, so that four independent chains hide
# the latency of a multiplication; LLVM splits a vector to whatever width the processor has.
# For one row alone the lanes are nodes, as many as fill a register. A width is told to numba as
# a tuple of so many noughts, whose length is part of its type: each is compiled by itself.
WIDE = {"float32": (0,) * 32, "float64": (0,) * 16}
NARROW = {"float32": (0,) * 8, "float64": (0,) * 4}


class Lanes(types.Type):
    """`width` numbers of one type in a vector register (or several)."""

    def __init__(self, element: Any, width: int) -> None:
        self.element, self.width = element, width
        super().__init__(f"Lanes({element} x {width})")


@register_model(Lanes)
class LanesModel(models.PrimitiveModel):
    """An LLVM vector, held in registers."""

    def __init__(self, manager: Any, lanes: Lanes) -> None:
        element = manager.lookup(lanes.element).get_value_type()
        vector = ir.VectorType(element, lanes.width)
        super().__init__(manager, lanes, vector)  # type: ignore[no-untyped-call]


def intrinsic(function: Any) -> Any:
    """Numba's own, without the types it claims: a call leaves out the first argument."""
    return numba_intrinsic(function)


def _lanes_of(array: Any, width: Any) -> Lanes:
    return Lanes(array.dtype, len(width))


def _pointer(context: Any, builder: Any, kind: Any, array: Any, at: Any, vector: Any) -> Any:
    data = context.make_array(kind)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [at]), vector.as_pointer())


def _splat(builder: Any, value: Any, width: int) -> Any:
    vector = ir.VectorType(value.type, width)
    zero = ir.Constant(ir.IntType(32), 0)
    one = builder.insert_element(ir.Constant(vector, ir.Undefined), value, zero)
    mask = ir.Constant(ir.VectorType(ir.IntType(32), width), [0] * width)
    return builder.shuffle_vector(one, ir.Constant(vector, ir.Undefined), mask)


@intrinsic
def load(typing: Any, width: Any, array: Any, at: Any) -> Any:
    """A vector out of a flat array, from place `at` on."""
    lanes = _lanes_of(array, width)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        vector = context.get_value_type(lanes)
        where = _pointer(context, builder, array, arguments[1], arguments[2], vector)
        return builder.load(where, align=lanes.element.bitwidth // 8)

    return lanes(width, array, types.intp), generate


@intrinsic
def store(typing: Any, array: Any, at: Any, value: Any) -> Any:
    """Write a vector to a flat array, from place `at` on."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        vector = context.get_value_type(value)
        where = _pointer(context, builder, array, arguments[0], arguments[1], vector)
        builder.store(arguments[2], where, align=value.element.bitwidth // 8)
        return context.get_dummy_value()

    return types.void(array, types.intp, value), generate


@intrinsic
def fill(typing: Any, width: Any, number: Any) -> Any:
    """The same number in every lane."""
    lanes = Lanes(number, len(width))

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _splat(builder, arguments[1], lanes.width)

    return lanes(width, number), generate


@intrinsic
def spread(typing: Any, width: Any, array: Any, at: Any) -> Any:
    """The number at place `at` of a flat array in every lane. `at` is not below nought."""
    lanes = _lanes_of(array, width)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(array)(context, builder, arguments[1]).data
        number = builder.load(builder.gep(data, [arguments[2]]))
        return _splat(builder, number, lanes.width)

    return lanes(width, array, types.intp), generate


@intrinsic
def nought(typing: Any, width: Any, array: Any) -> Any:
    """Nought in every lane, of the array's type."""
    lanes = _lanes_of(array, width)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return ir.Constant(context.get_value_type(lanes), [0.0] * lanes.width)

    return lanes(width, array), generate


@intrinsic
def mad(typing: Any, a: Any, b: Any, c: Any) -> Any:
    """a * b + c, in one instruction where the processor has it."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        vector = context.get_value_type(a)
        bits = a.element.bitwidth
        kind = ir.FunctionType(vector, [vector] * 3)
        name = f"llvm.fmuladd.v{a.width}f{bits}"
        module: Any = builder.module
        call = module.globals.get(name) or ir.Function(module, kind, name)
        return builder.call(call, arguments)

    return a(a, a, a), generate


@intrinsic
def choose(typing: Any, value: Any, bound: Any, yes: Any, no: Any) -> Any:
    """`yes` in the lanes where `value <= bound`, else `no`."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        given = builder.fcmp_ordered("<=", *arguments[:2])
        return builder.select(given, *arguments[2:])

    return value(value, value, value, value), generate


@intrinsic
def keep(typing: Any, value: Any, sign: Any, wanted: Any) -> Any:
    """`value` in the lanes where `sign * wanted > 0`, else nought."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        nought = ir.Constant(arguments[0].type, [0.0] * value.width)
        product = builder.fmul(arguments[1], arguments[2])
        alive = builder.fcmp_ordered(">", product, nought)
        return builder.select(alive, arguments[0], nought)

    return value(value, value, value), generate


@intrinsic
def choose_bit(
    typing: Any, width: Any, words: Any, at: Any, bit: Any, yes: Any, no: Any
) -> Any:
    """`yes` in the lanes whose word has the bit set, else `no`."""
    lanes = yes

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        vector = ir.VectorType(ir.IntType(32), lanes.width)
        where = _pointer(context, builder, words, arguments[1], arguments[2], vector)
        found = builder.load(where, align=4)
        mask = _splat(builder, arguments[3], lanes.width)
        nought = ir.Constant(vector, [0] * lanes.width)
        given = builder.icmp_unsigned("!=", builder.and_(found, mask), nought)
        return builder.select(given, *arguments[4:])

    return lanes(width, words, types.intp, types.uint32, yes, no), generate


@intrinsic
def pick(typing: Any, sign: Any, first: Any, second: Any) -> Any:
    """`first` in the lanes where `sign > 0`, else `second`."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        nought = ir.Constant(arguments[0].type, [0.0] * sign.width)
        return builder.select(builder.fcmp_ordered(">", arguments[0], nought), *arguments[1:])

    return sign(sign, sign, sign), generate


def _arithmetic(word: str) -> Any:
    @intrinsic
    def operation(typing: Any, a: Any, b: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return getattr(builder, word)(*arguments)

        return a(a, a), generate

    def overloaded(a: Any, b: Any) -> Any:
        if isinstance(a, Lanes) and a == b:

            def together(a: Any, b: Any) -> Any:
                return operation(a, b)

            return together
        return None

    return overloaded


overload(operator.add)(_arithmetic("fadd"))
overload(operator.sub)(_arithmetic("fsub"))
overload(operator.mul)(_arithmetic("fmul"))
