"""The command line: what it prints, what it leaves, how it ends."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hedui.cli import COMMANDS, app, load
from hedui.folding import cells
from hedui.report.results import finding_of, read_results
from hedui.report.states import suppression_text

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "corpus"
TABLES = ("articles.jsonl", "claims.jsonl", "findings.jsonl", "rejects.jsonl")
HEAVY = {"spacy", "sklearn", "jieba", "numpy", "scipy", "opencc", "jinja2", "pyarrow", "duckdb", "trafilatura"}

runner = CliRunner()


def hedui(*words: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hedui", *words]
    return subprocess.run(command, cwd=ROOT / "pipeline", input=given, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sample")
    result = runner.invoke(app, ["run", str(SAMPLE), "--out", str(out)])
    assert result.exit_code == 0, result.output
    return out


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("command", [[], ["run"], ["corpus"], ["corpus", "list"]])
def test_the_words_around_the_help_are_in_the_readers_language(command: list[str]) -> None:
    chinese, english = (runner.invoke(app, [*command, "--lang", told, "-h"]).output for told in ("zh", "en"))
    assert all(word in chinese for word in ("用法：", "选项：", "显示这段说明。"))
    assert not any(word in chinese for word in ("Usage", "Options", "[default"))
    assert "Usage: " in english
    assert "用法" not in english


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_the_help_fits_on_80_columns(name: str, language: str) -> None:
    told = runner.invoke(
        app, ["--lang", language, *([name] if name else []), "--help"], env={"COLUMNS": "80"}
    ).output
    assert max(map(cells, told.splitlines())) <= 80


def test_chinese_help_is_folded_where_the_line_is_full() -> None:
    told = runner.invoke(app, ["--help"], env={"COLUMNS": "80"}).output
    assert "到 --fail-on 的发现，2 用法有误或无法完成，3 有报道未能处理，130 中断。" in told


def test_the_list_of_commands_says_what_the_commands_say() -> None:
    listed = runner.invoke(app, ["--help"], env={"COLUMNS": "200"}).output
    for name, (_, line) in COMMANDS.items():
        assert f"  {name} " in listed
        first = load(name).help.partition("\n")[0]
        assert line == first


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_stands_in_both_readmes(name: str) -> None:
    result = runner.invoke(app, [name, "--help"])
    assert result.exit_code == 0
    assert len(result.output) > 100
    for readme in ("README.md", "README.zh.md"):
        assert f"hedui {name}" in (ROOT / readme).read_text(encoding="utf-8")


def loaded_by(code: str) -> set[str]:
    code = f"import sys; {code}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "pipeline", capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_help_loads_nothing_heavy() -> None:
    assert not HEAVY & loaded_by("import hedui.cli")


def test_reading_loads_only_what_it_asks() -> None:
    loaded = loaded_by("import hedui.cli; hedui.cli.load('run'); from hedui.flow import load_tools; load_tools()")
    assert HEAVY & loaded == {"numpy"}


def test_a_run_leaves_its_files(sample: Path) -> None:
    assert sorted(path.name for path in sample.iterdir() if path.is_file()) == sorted(
        [*TABLES, "run.json", "report.html"]
    )
    record = json.loads((sample / "run.json").read_text(encoding="utf-8"))
    assert record["counts"]["articles"] == len(rows(sample / "articles.jsonl")) >= 15
    assert record["counts"]["claims"] == len(rows(sample / "claims.jsonl"))
    assert record["seconds"]


def test_report_says_what_was_found(sample: Path) -> None:
    result = runner.invoke(app, ["report", "--out", str(sample)])
    assert result.exit_code == 0
    assert "22 篇报道" in result.output
    assert "22 articles" in runner.invoke(app, ["report", "--out", str(sample), "--lang", "en"]).output
    lines = runner.invoke(app, ["report", "--out", str(sample), "--json"]).output.splitlines()
    assert [json.loads(line) for line in lines] == rows(sample / "findings.jsonl")


def test_since_lists_only_what_is_new(sample: Path) -> None:
    result = runner.invoke(app, ["report", "--out", str(sample), "--since", str(sample), "--json"])
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "no-such-folder"], "no-such-folder"),
        (["run", str(SAMPLE), "--lexicon", "no-such-words"], "no-such-words"),
        (["run", str(SAMPLE), "--ner", "no_such_model"], "no_such_model"),
        (["run", str(SAMPLE), "--afresh", "--ner", "no_such_model"], "没有安装 spaCy 模型"),
        (["explain", "收入1亿元", "--ner", "no_such_model"], "no_such_model"),
        (["report", "--out", "no-such-run"], "hedui run"),
        (["run", str(SAMPLE), "--fail-on", "terrible"], "terrible"),
        (["explain", "收入1亿元", "--published", "yesterday"], "yesterday"),
        (["nonsense"], "nonsense"),
    ],
)
def test_wrong_use_is_one_sentence_and_ends_with_2(words: list[str], said: str) -> None:
    done = runner.invoke(app, words)
    assert done.exit_code == 2
    assert said in done.output
    assert isinstance(done.exception, SystemExit)


@pytest.mark.parametrize(
    "words",
    [
        "run --nothing",
        "run --fail-on terrible",
        "run --workers",
        "run --workers -1",
        "run --afresh=1",
        "run one two",
        "report --limit x",
        "show",
        "nonsense",
        "--lang fr",
        "add",
    ],
)
def test_wrong_use_is_told_in_either_language(words: str) -> None:
    chinese, english = (runner.invoke(app, ["--lang", told, *words.split()]) for told in ("zh", "en"))
    assert (chinese.exit_code, english.exit_code) == (2, 2)
    said = chinese.output.partition("hedui: ")[2]
    assert said.endswith("。\n")
    assert not set(said.split()) & {"option", "argument", "value", "command", "Input", "Invalid", "Missing"}
    assert not any("一" <= character <= "鿿" for character in english.output)


def test_no_traceback_comes_out_of_a_process() -> None:
    done = hedui("report", "--out", "no-such-run")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("hedui: no-such-run 里没有运行结果")


@pytest.fixture(scope="module")
def tiny_pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import spacy

    pipeline = spacy.blank("zh")
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "云起星河"}])
    folder = tmp_path_factory.mktemp("ner") / "tiny"
    pipeline.to_disk(folder)
    return folder


def test_a_users_own_recognizer(tiny_pipeline: Path, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "one.txt").write_text("2025年,云起星河的收入为12.4亿元。\n", encoding="utf-8")
    said = runner.invoke(app, ["explain", "云起星河收入12.4亿元。", "--ner", str(tiny_pipeline)]).output
    assert "云起星河 PER" in said
    for words in ([], ["--workers", "2"]):
        made = ["run", str(news), "--out", str(tmp_path / "out"), "--ner", str(tiny_pipeline), *words]
        result = runner.invoke(app, made)
        assert result.exit_code == 0, result.output
        (claim,) = rows(tmp_path / "out" / "claims.jsonl")
        assert (claim["entity"], claim["entity_label"]) == ("云起星河", "PER")
    settings = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["settings"]
    assert settings["ner"] == str(tiny_pipeline)


def test_output_to_a_file_has_no_color(sample: Path) -> None:
    done = hedui("report", "--out", str(sample))
    assert "\x1b" not in done.stdout
    assert max((_width(line) for line in done.stdout.splitlines()), default=0) <= 80


def test_a_pipe_that_closes_early_is_no_failure(sample: Path) -> None:
    command = [sys.executable, "-m", "hedui", "report", "--limit", "0", "--out", str(sample)]
    with subprocess.Popen(command, cwd=ROOT / "pipeline", stdout=subprocess.PIPE, stderr=subprocess.PIPE) as done:
        assert done.stdout is not None
        assert done.stderr is not None
        done.stdout.close()
        assert done.stderr.read() == b""
    assert done.returncode == 0


def _width(line: str) -> int:
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in line.rstrip())


def test_a_draft_is_checked_against_a_run(sample: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("财务数据显示,2025年上半年,壁仞科技实现收入58.9亿元。", encoding="utf-8")
    words = ["check", str(draft), "--against", str(sample), "--published", "2026-01-09"]
    result = runner.invoke(app, [*words, "--json"])
    assert result.exit_code == 0, result.output
    findings = [json.loads(line) for line in result.output.splitlines()]
    assert [finding["check"] for finding in findings if finding["metric"] == "营业收入"] == ["unit_slip"]
    assert all(finding["values"][0] == "5890000000" for finding in findings)  # the draft's own first, of three
    assert runner.invoke(app, [*words, "--fail-on", "notice"]).exit_code == 1
    assert "5,890萬元" in runner.invoke(app, words).output
    assert "请用 --to 指定" in runner.invoke(app, [*words, "--format", "parquet"]).output


def test_the_store_keeps_each_article_once(tmp_path: Path) -> None:
    store = ["--corpus", str(tmp_path / "store")]
    first = runner.invoke(app, ["add", str(SAMPLE), *store])
    assert first.exit_code == 0, first.output
    assert "加入 22 篇报道" in first.output
    assert "加入 0 篇报道" in runner.invoke(app, ["add", str(SAMPLE), *store]).output
    listed = runner.invoke(app, ["corpus", "list", *store]).output.splitlines()
    assert len(listed) == 22
    assert "22 篇报道" in runner.invoke(app, ["corpus", "verify", *store]).output
    assert runner.invoke(app, ["corpus", "remove", "biren-3", *store]).exit_code == 0
    assert len(runner.invoke(app, ["corpus", "list", "--json", *store]).output.splitlines()) == 21
    assert runner.invoke(app, ["corpus", "show", "film-1", *store]).output.rstrip().endswith("难得一见。")
    assert json.loads(runner.invoke(app, ["corpus", "edit", "slide-1", "--title", "", *store]).output)
    assert "slide-1.txt" in runner.invoke(app, ["corpus", "list", *store]).output
    for name in ("nobody", "film"):  # none, and the beginning of five
        assert runner.invoke(app, ["corpus", "show", name, *store]).exception is not None
    assert "难得一见。" in runner.invoke(app, ["corpus", "show", "film-1", *store]).output


def test_what_is_repeated_is_told(tmp_path: Path) -> None:
    line = "临江市统计局公布，全市上半年接待游客1284万人次，比去年同期增长8.6%，旅游总收入103.5亿元。"
    (tmp_path / "a.txt").write_text(line)
    (tmp_path / "b.txt").write_text(line.replace("103.5", "1035"))
    for n in range(6):
        (tmp_path / f"c{n}.txt").write_text(line)
    store = ["--corpus", str(tmp_path / "store")]
    first = runner.invoke(app, ["add", str(tmp_path / "*.txt"), *store])
    assert first.exit_code == 0, first.output
    assert "正文几乎相同（有数字不同）" in first.output
    assert first.output.count("正文相同，存为") == 6
    assert "已有 8 篇，略过。" in runner.invoke(app, ["add", str(tmp_path / "*.txt"), *store]).output
    added = json.loads(runner.invoke(app, ["add", str(tmp_path / "a.txt"), "--json", *store]).output)
    assert (added["ids"], added["duplicates"][0]["again"]) == ([], True)
    assert runner.invoke(app, ["add", str(tmp_path / "a.txt"), "--published", "昨天", *store]).exit_code == 2
    english = runner.invoke(app, ["add", "-", "--source", "乙网", "--lang", "en", *store], input=line)
    assert "Repost:" in english.output


def test_findings_are_proved_again(sample: Path) -> None:
    result = runner.invoke(app, ["replay", "1", "--out", str(sample)])
    assert result.exit_code == 0, result.output
    assert "重算一致" in result.output


def test_the_reference_case_comes_first(sample: Path) -> None:
    first = rows(sample / "findings.jsonl")[0]
    assert (first["check"], first["severity"], first["entity"]) == ("unit_slip", "critical", "壁仞科技")
    assert first["period"] == "2025-01-01/2025-06-30"
    sides = first["sides"]
    assert isinstance(sides, list)
    assert sorted(len(side) for side in sides) == [1, 4]


def test_two_values_of_the_first_finding_are_said_to_conflict(sample: Path) -> None:
    sides = rows(sample / "findings.jsonl")[0]["sides"]
    assert isinstance(sides, list)
    result = runner.invoke(app, ["why-not", sides[0][0], sides[1][0], "--out", str(sample)])
    assert "已被列为矛盾" in result.output


def test_why_two_values_agree_is_told_in_english_too(sample: Path) -> None:
    agreeing = ("18.72亿元", "18.7億元人民幣")
    ids = [str(row["id"]) for row in rows(sample / "claims.jsonl") if row["mention"] in agreeing]
    words = ["why-not", *ids, "--out", str(sample)]
    assert "一致" in runner.invoke(app, words).output
    told = runner.invoke(app, [*words, "--lang", "en"]).output
    assert "agree within what their writing allows" in " ".join(told.split())


def test_a_finding_is_proved_again_in_english(sample: Path) -> None:
    told = runner.invoke(app, ["replay", "1", "--out", str(sample), "--lang", "en"]).output
    assert told.splitlines()[-1].endswith("comes out the same")


def test_why_not_as_json_holds_both_claims_and_the_reasons(sample: Path) -> None:
    ids = [
        str(row["id"])
        for row in rows(sample / "claims.jsonl")
        if row["mention"] in ("18.72亿元", "18.7億元人民幣")
    ]
    told = json.loads(runner.invoke(app, ["why-not", *ids, "--out", str(sample), "--json"]).output)
    assert told["claims"] == ids
    assert told["reasons"]
    assert all(isinstance(reason, str) for reason in told["reasons"])


def test_explain_as_json_is_the_claims_of_a_run() -> None:
    text = "去年上半年,壁仞科技收入为5890万元。"
    lines = runner.invoke(app, ["explain", text, "--published", "2026-01-02", "--json"]).output.splitlines()
    (claim,) = map(json.loads, lines)
    assert (claim["entity"], claim["value"], claim["unit"]) == ("壁仞科技", "58900000", "CNY")


def test_explain_reads_what_comes_in_another_encoding() -> None:
    text = "去年上半年,壁仞科技的收入是5890万元。"
    told = runner.invoke(app, ["explain", "-", "--json"], input=text.encode("gb18030")).output
    assert json.loads(told)["value"] == "58900000"


def test_explain_names_what_it_read() -> None:
    text = "去年上半年,壁仞科技收入为5890万元。"
    result = runner.invoke(app, ["explain", text, "--published", "2026-01-02"])
    assert result.exit_code == 0, result.output
    assert "58900000 CNY" in result.output
    assert "2025-01-01/2025-06-30" in result.output
    mentions = result.output.partition("数字陈述")[0]
    assert [line.split()[1] for line in mentions.splitlines() if "→" in line] == ["时间", "主体", "指标", "数值"]


def test_results_never_take_the_place_of_a_catalogue(tmp_path: Path) -> None:
    (catalogue := tmp_path / "articles.jsonl").write_text(
        '{"id":"a","text":"甲公司收入3亿元。"}\n', encoding="utf-8"
    )
    before = catalogue.read_bytes()
    result = runner.invoke(app, ["run", str(tmp_path), "--out", str(tmp_path)])
    assert (result.exit_code, catalogue.read_bytes()) == (2, before)
    assert "请用 --out 另指定一个目录" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["articles.jsonl"]


def test_a_file_to_write_to_wants_a_format(sample: Path, tmp_path: Path) -> None:
    result = runner.invoke(app, ["report", "--out", str(sample), "--to", str(tmp_path / "x.csv")])
    assert result.exit_code == 2
    assert "请用 --format 指明" in result.output


def test_a_day_that_never_was_is_no_day_of_an_article(tmp_path: Path) -> None:
    store = ["--corpus", str(tmp_path)]
    runner.invoke(app, ["add", "-", *store], input="甲公司收入3亿元。")
    (row,) = rows(tmp_path / "articles.jsonl")
    result = runner.invoke(app, ["corpus", "edit", str(row["id"]), "--published", "2026-02-30", *store])
    assert result.exit_code == 2
    assert "published" not in rows(tmp_path / "articles.jsonl")[0]


def test_what_a_reviewer_ignored_is_left_out(sample: Path, tmp_path: Path) -> None:
    finding = finding_of(read_results(sample).findings[0])
    decisions = tmp_path / "ignored.toml"
    decisions.write_text(suppression_text(finding, "审核", "已核实", date(2026, 1, 9)), encoding="utf-8")
    words = ["run", str(SAMPLE), "--out", str(tmp_path / "out"), "--ignore", str(decisions)]
    result = runner.invoke(app, words)
    assert result.exit_code == 0, result.output
    assert "1 处发现按忽略清单略去" in result.output
    left = rows(tmp_path / "out" / "findings.jsonl")
    assert [row["id"] for row in left] == [row["id"] for row in rows(sample / "findings.jsonl")[1:]]


def test_writings_that_are_no_figures_are_listed_and_counted(tmp_path: Path) -> None:
    lost = tmp_path / "a.txt"
    lost.write_text(
        "各镇2025年13月5日投票。甲镇31.8231.765%乙镇72.1469.328%丙镇1.90411.882%，全县共投出3200票。",
        encoding="utf-8",
    )
    result = runner.invoke(app, ["run", str(lost), "--out", str(tmp_path)])
    assert (result.exit_code, "4 处写法读不出数字或日期" in result.output) == (0, True)
    assert "1 篇报道没有读得出的发布日期" in result.output
    record = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert (record["counts"]["unread"], record["counts"]["rejects"], record["counts"]["findings"]) == (4, 0, 0)
    reasons = "".join(str(row["reason"]) for row in rows(tmp_path / "rejects.jsonl"))
    assert "“2025年13月5日”不成其为日期" in reasons
    assert all(
        f"“{writing}”不成其为数字" in reasons for writing in ("31.8231.765%", "72.1469.328%", "1.90411.882%")
    )


def test_types_are_those_of_what_is_typed() -> None:
    told = runner.invoke(app, ["add", "--help"]).output + runner.invoke(app, ["exam", "--help"]).output
    assert "list[" not in told
    assert "range" not in told
