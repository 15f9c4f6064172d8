"""How large a report is and how fast it opens: 2,000 findings over 5,000 articles in Chromium.

    python benchmarks/page.py [--findings 2000] [--articles 5000] [--times 3]

Milliseconds from the call to open the file: the first text painted, the document read (DOMContentLoaded), and the
first answer to a filter (the page is of use).  Needs Chromium and playwright.
"""

import argparse
import shutil
import tempfile
import time
from pathlib import Path
from statistics import median

from made import made
from playwright.sync_api import Browser, sync_playwright

from hedui.report.page import write_page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=2000)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--times", type=int, default=3)
    args = parser.parse_args()
    results = made(args.articles, args.findings)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        begun = time.process_time()
        path = write_page(results, Path(folder), "zh")
        written = time.process_time() - begun
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        runs = [opened(browser, path) for _ in range(args.times)]
        browser.close()
        letters = sum(len(row.text) for row in results.articles) / len(results.articles)
        print(f"{args.findings} findings, {args.articles} articles of {letters:.0f} characters")
        print(f"{path.stat().st_size / 1e6:.1f} MB, written in {written:.1f} s of CPU")
    for name in runs[0]:
        print(
            f"{name:22} median {median(run[name] for run in runs):6.0f} ms of {[round(run[name]) for run in runs]}"
        )


def opened(browser: Browser, path: Path) -> dict[str, float]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    begun = time.perf_counter()
    page.goto(path.as_uri(), wait_until="domcontentloaded")
    read = time.perf_counter() - begun
    page.select_option("select[name=severity]", "major")
    page.locator("[data-value=major][aria-pressed=true]").wait_for()
    first = time.perf_counter() - begun
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")
    begun = time.perf_counter()
    page.fill("input[name=text]", "科技")
    page.locator("output", has_text="显示 0 /").or_(page.locator("output", has_text="显示 ")).wait_for()
    page.wait_for_timeout(80)
    page.locator(".shelf-more[data-for=findings] [role=status]:empty").wait_for(state="attached")
    searched = time.perf_counter() - begun
    page.close()
    return {
        "first paint": painted,
        "document read": read * 1000,
        "first filter answered": first * 1000,
        "search of all text": searched * 1000,
    }


if __name__ == "__main__":
    main()
