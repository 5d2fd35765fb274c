# The page with Sphinx. The lexer keeps Sphinx from warning of a language that it does not know.
from pygments.lexers.special import TextLexer

project = "Figures"
extensions = ["myst_parser"]
html_theme = "furo"
html_static_path = ["_static"]
html_js_files = [("groupscope/groupscope.js", {"type": "module"})]


def setup(app):
    app.add_lexer("groupscope", TextLexer)
