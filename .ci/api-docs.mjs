// Opens the page of `cargo xtask docs` in headless Chromium, from disk and without a network, and looks for an operation,
// an error and a model in it. Needs `playwright-core` (npm) and Chromium:
//
//   npm install --prefix target/api-docs-renderer --no-save playwright-core rapidoc@9.3.8
//   node .ci/api-docs.mjs
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const root = resolve(import.meta.dirname, "..");
const require = createRequire(resolve(root, "target/api-docs-renderer/x.js"));
const { chromium } = require("playwright-core");

const fail = (message) => {
  console.error(`error: ${message}`);
  process.exit(1);
};
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const page = await browser.newPage();
const requests = [];
page.on("request", (request) => /^(https?|wss?):/.test(request.url()) && requests.push(request.url()));
page.on("pageerror", (error) => fail(`the page throws ${error}`));
await page.route(/^https?:/, (route) => route.abort());

const start = performance.now();
await page.goto(pathToFileURL(resolve(root, "target/api-docs/index.html")).href);
await page.locator(".nav-bar-path").first().waitFor();
console.log(`loaded in ${Math.round(performance.now() - start)} ms`);

const filter = page.locator("#nav-bar-search");
const find = async (text, title) => {
  await filter.fill(text);
  await filter.press("Enter");
  const entry = page.locator(".nav-bar-path", { hasText: title }).locator("visible=true").first();
  await entry.waitFor({ timeout: 5000 }).catch(() => fail(`"${text}" does not find "${title}"`));
  console.log(`"${text}" finds "${title}"`);
};
await find("one virtual machine", "Fetches one virtual machine");
await find("dns_zone_not_verified", "Verifies that the domain of a DNS zone");
await find("VirtualMachineLookup", "VirtualMachineLookup");
if (requests.length > 0) fail(`the page requests ${requests.join(", ")}`);
console.log("no request to any host");
await browser.close();
