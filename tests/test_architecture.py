"""The order of the layers: imports point one way, no ring, own modules are never imported inside a function."""

import ast
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "pipeline" / "hedui"

# Each layer may import the layers before it, and its own.
LAYERS = (
    (
        "arrays",
        "errors",
        "model",
        "clock",
        "collector",
        "days",
        "disk",
        "folding",
        "messages",
        "tomlfiles",
        "units",
    ),
    ("lexicon", "records", "wordlists"),
    ("repairs", "breaks", "normalize", "tokenizer"),
    ("extract",),
    ("readers",),
    ("crosscheck",),
    ("corpus", "fetch"),
    ("flow",),
    ("runners", "report", "component"),
    ("desk", "exam"),
    ("commands",),
    ("cli", "__main__"),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
MAX_FILE, MAX_FUNCTION, MAX_PARAMETERS, MAX_CLASS = 400, 60, 5, 150
PRINTERS = {"cli", "report/terminal"}


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def module_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def own_imports(tree: ast.AST) -> list[ast.ImportFrom | ast.Import]:
    found: list[ast.ImportFrom | ast.Import] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").split(".")[0] == "hedui"):
            found.append(node)
        if isinstance(node, ast.Import) and any(name.name.split(".")[0] == "hedui" for name in node.names):
            found.append(node)
    return found


def imported_names(node: ast.ImportFrom | ast.Import) -> list[str]:
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    if node.module == "hedui":
        return [f"hedui.{name.name}" for name in node.names]
    return [node.module or ""]


def test_layers_point_one_way() -> None:
    wrong = []
    for path in sources():
        here = module_of(path)
        if here == "__init__":
            continue
        for node in own_imports(parsed(path)):
            for name in imported_names(node):
                there = [part for part in name.split(".")[1:2] if part in RANK]
                wrong += [f"{path}: {here} -> {name}" for part in there if RANK[part] > RANK[here]]
    assert not wrong, "\n".join(wrong)


def test_every_module_has_a_layer() -> None:
    assert {module_of(path) for path in sources()} - {"__init__"} <= set(RANK)


def test_imports_are_absolute_and_at_the_top() -> None:
    wrong = []
    for path in sources():
        tree = parsed(path)
        relative = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]
        inner = [
            node
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            for node in own_imports(function)
        ]
        # The one door: a runner or a desk whose dependencies are optional extras.
        doors = [n for n in inner if not any(d in i for i in imported_names(n) for d in ("runners.spark", "desk"))]
        wrong += [f"{path}:{node.lineno}" for node in relative + doors]
    assert not wrong, "\n".join(wrong)


def test_no_import_ring() -> None:
    graph = {}
    for path in sources():
        name = ".".join(("hedui", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
        tree = parsed(path)
        graph[name] = {n for node in own_imports(tree) for n in imported_names(node)}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name in done or name not in graph:
            return
        for other in graph[name]:
            visit(other, (*trail, name))
        done.add(name)

    for name in graph:
        visit(name, ())


def test_sizes() -> None:
    wrong = []
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > MAX_FILE:
            wrong.append(f"{path}: {text.count(chr(10))} lines")
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                wrong += [f"{path}:{node.lineno} {node.name}: {why}" for why in too_big(path, node)]
    assert not wrong, "\n".join(wrong)


def too_big(path: Path, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> list[str]:
    first = node.body[0]
    documented = ast.get_docstring(node) is not None
    lines = (node.end_lineno or 0) - node.lineno + 1
    lines -= (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    if isinstance(node, ast.ClassDef):
        return [f"{lines} lines"] if lines > MAX_CLASS else []
    reasons = [f"{lines} lines"] if lines > MAX_FUNCTION else []
    count = len(node.args.args) + len(node.args.kwonlyargs)
    # A command's parameters are its options.
    if count > MAX_PARAMETERS and path.parent.name != "commands":
        reasons.append(f"{count} parameters")
    return reasons


def test_only_the_edges_print() -> None:
    wrong = []
    for path in sources():
        name = "/".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for node in ast.walk(parsed(path)):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
            if called and name not in PRINTERS:
                wrong.append(f"{path}:{node.lineno}")
    assert not wrong, "\n".join(wrong)


def test_no_folder_of_the_package_is_one_that_the_wheel_leaves_out() -> None:
    """What .gitignore names is not packed: a folder called build works in a checkout and is missing in a wheel."""
    ignored = {
        line.rstrip("/")
        for line in (PACKAGE.parents[1] / ".gitignore").read_text().splitlines()
        if "/" in line[1:]
    }
    folders = {path.parent.name for path in sources()}
    assert "build" in ignored
    assert not folders & ignored
