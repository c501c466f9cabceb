// SPDX-License-Identifier: MIT
// page.mjs PAGE CASE: opens report.html in Chromium and plays one case. Nothing
// may leave the page, break its Content-Security-Policy or throw meanwhile.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";
import puppeteer from "puppeteer-core";

const [page_file, name, output] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const url = pathToFileURL(page_file).href;
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
  headless: true,
});
const problems = [];
const page = await browser.newPage();
page.on("console", (m) => { if (m.type() !== "log") problems.push("console: " + m.text()); });
page.on("pageerror", (e) => problems.push("error: " + e.message));
page.on("request", (r) => { if (!r.url().startsWith(url) && !r.url().startsWith("data:,")) problems.push("request: " + r.url()); });
await page.evaluateOnNewDocument(() => addEventListener("securitypolicyviolation", (e) => console.error("CSP: " + e.violatedDirective + " " + e.blockedURI)));
await page.setViewport({ width: 1280, height: 900 });
// A click would miss what still glides.
await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);

const texts = (selector) => page.$$eval(selector, (nodes) => nodes.map((n) => n.textContent));
const first_column = () => texts("#clusters tbody tr td:first-child");
const head = async (heading) => (await page.$$("#clusters thead button")).at((await texts("#clusters thead button")).findIndex((t) => t.startsWith(heading)));
const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
// axe runs in a world of its own, which the page's policy does not bind.
async function accessible(what) {
  const client = await page.createCDPSession();
  const { frameTree } = await client.send("Page.getFrameTree");
  const { executionContextId } = await client.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id });
  await client.send("Runtime.evaluate", { expression: axe, contextId: executionContextId });
  const { result, exceptionDetails } = await client.send("Runtime.evaluate", {
    expression: "axe.run(document).then((r) => JSON.stringify({ passes: r.passes.length, violations: r.violations.map((v) => v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(', ')) }))",
    contextId: executionContextId, awaitPromise: true, returnByValue: true });
  assert.equal(exceptionDetails, undefined);
  const { passes, violations } = JSON.parse(result.value);
  assert.ok(passes > 10, "axe looked at nothing");
  assert.deepEqual(violations, [], what);
}

const cases = {
  // What is in the page is what results.json says.
  async content() {
    const clusters = JSON.parse(readFileSync(page_file.replace(/report\.html$/, "results.json"), "utf8")).clusters;
    assert.deepEqual(await first_column(), clusters.slice(0, 100).map((c) => c.name));
    assert.equal(await page.$$eval("nav a", (links) => links.filter((a) => !document.querySelector(a.getAttribute("href"))).length), 0);
    assert.ok((await texts("#gaps tbody tr")).length > 0);
  },
  async sort() {
    await (await head("Cluster")).click();
    const up = await first_column();
    assert.deepEqual(up, [...up].sort(new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare));
    await (await head("Cluster")).click();
    assert.deepEqual(await first_column(), [...up].reverse());
    assert.equal(await page.$eval("#clusters th[aria-sort=descending]", (n) => n.textContent), "Cluster ▼");
    // By weight, not by letter; by the keyboard.
    await (await head("Readiness")).focus();
    await page.keyboard.press("Enter");
    assert.equal((await texts("#clusters tbody tr td .word"))[1], "blocked");
  },
  async filter() {
    const all = (await first_column()).length;
    await page.type("#clusters input[type=search]", "PROD");
    const found = await first_column();
    assert.ok(found.length > 0 && found.length < all);
    for (const row of await texts("#clusters tbody tr")) assert.match(row.toLowerCase(), /prod/);
    assert.match((await texts("#clusters .more [role=status]"))[0], /that match, \d+ in all/);
    await page.select("#clusters label:has(option[value=managed]) select", "managed");
    for (const row of await texts("#clusters tbody tr")) assert.match(row, /managed/);
    await page.type("#clusters input[type=search]", " no such cluster");
    assert.equal((await texts("#clusters .more [role=status]"))[0], "Nothing matches.");
  },
  async cluster() {
    await page.click("#clusters tbody tr a");
    await page.waitForSelector("#cluster:not([hidden])");
    assert.equal((await texts("#cluster h2"))[0], (await first_column())[0]);
    assert.ok((await texts("#cluster .finding")).length > 0);
    assert.ok((await texts("#cluster pre")).some((t) => t.includes("az aks update")));
    await page.goBack();
    await page.waitForSelector("#cluster[hidden]");
    // From a finding to its cluster.
    await page.click("#findings tbody tr a");
    await page.waitForSelector("#cluster:not([hidden])");
  },
  async copy() {
    await browser.defaultBrowserContext().overridePermissions(url, ["clipboard-read", "clipboard-write", "clipboard-sanitized-write"]).catch(() => {});
    await page.click("#clusters tbody tr a");
    await page.waitForSelector("#cluster .command button");
    const wanted = await page.$eval("#cluster .command pre", (n) => n.textContent);
    await page.evaluate(() => { navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }; });
    await page.click("#cluster .command button");
    assert.equal(await page.evaluate(() => window.copied), wanted);
    assert.equal(await page.$eval("#said", (n) => n.textContent), "Copied");
  },
  async phone() {
    await page.setViewport({ width: 360, height: 740, isMobile: true, hasTouch: true });
    await page.goto(url);
    assert.equal(await overflow(), 0);
    await page.click("#clusters tbody tr a");
    await page.waitForSelector("#cluster:not([hidden])");
    assert.equal(await overflow(), 0);
    await accessible("on a phone");
  },
  async dark() {
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
    assert.notEqual(await paper(), light);
    await accessible("in the dark");
  },
  async accessible() {
    await accessible("as it opens");
    await page.click("#clusters tbody tr a");
    await page.waitForSelector("#cluster:not([hidden])");
    await page.$$eval("details", (all) => all.forEach((d) => { d.open = true; }));
    await accessible("with a cluster open");
  },
  async print() {
    const pdf = await page.pdf({ format: "A4" });
    assert.equal(Buffer.from(pdf.subarray(0, 5)).toString(), "%PDF-");
    if (output) writeFileSync(output, pdf);
  },
  // Figures for docs/PERFORMANCE.md; nothing is asserted.
  async measure() {
    const begin = performance.now();
    await page.goto(url);
    console.log("open", Math.round(performance.now() - begin), "ms");
    console.log(await page.evaluate(() => {
      const took = [], time = (what, f) => {
        const start = performance.now();
        f();
        document.body.getBoundingClientRect();
        took.push(what + " " + Math.round(performance.now() - start) + " ms");
      };
      for (const table of ["clusters", "findings"]) {
        const input = document.querySelector(`#${table} input`);
        for (const text of ["a", "al", "42", ""])
          time(`${table}: search "${text}"`, () => { input.value = text; input.dispatchEvent(new Event("input")); });
        time(`${table}: sort`, () => document.querySelector(`#${table} thead button`).click());
      }
      return took.join("\n");
    }));
  },
  // Names are text: none of them makes an element or runs.
  async inert() {
    assert.equal(await page.evaluate(() => window.pwned), undefined);
    assert.equal(await page.$$eval("main script, main img, main iframe, main [onclick], main [onerror], main svg script", (n) => n.length), 0);
    for (let i = 0; i < (await first_column()).length; i++) {
      await page.evaluate((n) => { location.hash = "#cluster-" + n; }, i);
      await page.waitForFunction((n) => location.hash === "#cluster-" + n && !document.getElementById("cluster").hidden, {}, i);
    }
    assert.equal(await page.evaluate(() => window.pwned), undefined);
    assert.equal(await page.$$eval("#cluster img, #cluster script", (n) => n.length), 0);
    assert.equal(await overflow(), 0);
  },
};

try {
  assert.ok(cases[name], "no such case: " + name);
  await page.goto(url);
  await cases[name]();
  assert.deepEqual(problems, []);
} catch (e) {
  console.error(e.message, problems);
  process.exitCode = 1;
} finally {
  await browser.close();
}
