"""Every sentence of the pages in Swedish and English, a room to each family of pages."""
