"""How ``make docs`` makes the pages a site, each as it stands in the checkout, the README first.

The site needs no network, neither to be built nor to be read.
"""

import re
from pathlib import Path

from docutils.nodes import document, raw, reference, title
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.search import SearchLanguage, languages

import pso_excel

project = "pso_excel"
language = "th"
root_doc = "README"
include_patterns = ["*.md", "docs/*.md"]
extensions = ["myst_parser", "sphinx.ext.autodoc"]
html_theme = "furo"
html_title = "pso_excel"
html_copy_source = False
html_show_sphinx = False
python_use_unqualified_type_names = True
autodoc_preserve_defaults = True
# The types in signatures are named as they are imported; only public names have a place to go to.
nitpick_ignore_regex = [("py:.*", r"(?!pso_excel\.\w+$).*")]

CONTENTS = """
```{toctree}
:hidden:
:caption: หน่วยงาน · Office

เริ่มใช้ · Start <self>
กติกา · Rules <docs/rules>
ในสมุดงานที่เปิดอยู่ · The open workbook <docs/live>
ช่องทั้งหมด · Every field <docs/fields>
```

```{toctree}
:hidden:
:caption: จังหวัด · Province

กล่องรับ · The inbox <docs/inbox>
```

```{toctree}
:hidden:
:caption: โปรแกรมอื่น · Programs

ตัวอย่าง · Examples <docs/api>
ทุกชื่อ · Every name <docs/reference>
```

```{toctree}
:hidden:
:caption: ผู้พัฒนา · Developers

ร่วมพัฒนา · Contributing <CONTRIBUTING>
โครงสร้าง · Architecture <docs/architecture>
ลองกับ Excel จริง · With a real Excel <docs/excel-checklist>
การเปลี่ยนแปลง · Changes <CHANGELOG>
ความปลอดภัย · Security <SECURITY>
```
"""


class Thai(SearchLanguage):
    """Thai has no blanks between words: what is between blanks is kept whole, and a search finds
    parts of it. To ``\\w`` alone, vowels above and below a letter would part it."""

    lang = "th"
    language_name = "Thai"
    js_splitter_code = r"var splitQuery = (query) => query.match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];"

    def split(self, input: str) -> list[str]:  # noqa: A002  the name is that of Sphinx
        """The words of a text."""
        return re.findall(r"[\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+", input)


def with_contents(_: Sphinx, page: str, source: list[str]) -> None:
    """The first page has the contents of the site, of which the README need not know."""
    if page == root_doc:
        source[0] += CONTENTS


def follow(_: Sphinx, page: document) -> None:
    """Links that Sphinx does not know: to an ``<a id>`` of the page, and to a folder of the
    checkout, which is named only. Any other that leads nowhere is told, and ends the build.
    The ``<a id>`` of a heading becomes the heading's own, so that the contents do not show it."""
    file = Path(page["source"])
    anchors = set(re.findall(r'<a id="([^"]+)">', file.read_text(encoding="utf-8")))
    for mark in [mark for mark in page.findall(raw) if isinstance(mark.parent, title)]:
        mark.parent.parent["ids"] += re.findall(r'<a id="([^"]+)">', mark.astext())
        mark.parent.remove(mark)
    for link in list(page.findall(pending_xref)):
        target = link["reftarget"]
        if target in anchors:
            shown = reference("", "", *link.children, internal=True, refuri=f"#{target}")
            link.replace_self(shown)
        elif (file.parent / target).is_dir():
            link.replace_self(link.children)


def enter(app: Sphinx, _: Exception | None) -> None:
    """Who opens the folder of the site comes to its first page."""
    to = f'<meta http-equiv="refresh" content="0; url={root_doc}.html">\n'
    Path(app.outdir, "index.html").write_text(to, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """What Sphinx asks for."""
    for name in pso_excel.__all__:  # loaded when first used, and only then listed
        setattr(pso_excel, name, getattr(pso_excel, name))
    languages["th"] = Thai
    app.connect("source-read", with_contents)
    app.connect("doctree-read", follow, priority=100)  # before the contents are listed
    app.connect("build-finished", enter)
