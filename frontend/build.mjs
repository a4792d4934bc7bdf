// Builds static/vendor/: `node frontend/build.mjs OUT`. Called by devtool/assets.py.
//
// The style sheets of WeUI and Tabler are purged against our own templates and scripts (79 KB of Tabler
// become about 20), the icons of frontend/icons.txt become one JSON file, htmx is copied as it is.
import { mkdirSync, readFileSync, readdirSync, writeFileSync, copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { PurgeCSS } from "purgecss";

const require = createRequire(import.meta.url);
const postcss = require("postcss");
const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");
const out = resolve(process.argv[2]);
mkdirSync(out, { recursive: true });
const read = (...parts) => readFileSync(join(root, ...parts), "utf8");

// A kit's class must stand whole in one of these files; `tag-{{ tone }}` is no trap, since our own sheets are not purged.
const content = ["templates/**/*.html", "static/{shared,mobile,office,console}/**/*.js", "apps/core/templatetags/*.py"].map(
  (glob) => join(root, glob),
);

async function purge(file, { variables }) {
  const [result] = await new PurgeCSS().purge({
    content,
    css: [{ raw: readFileSync(join(modules, file), "utf8") }],
    variables,
    keyframes: true,
    fontFace: true,
  });
  return postcss.parse(result.css);
}

// Our tokens carry the dark colours of WeUI (static/mobile/frame.css), so that its own dark rules are dead weight.
function dropWeuiDark(sheet) {
  sheet.walkAtRules("media", (rule) => rule.params.includes("prefers-color-scheme") && rule.remove());
  sheet.walkRules((rule) => {
    rule.selectors = rule.selectors.filter((one) => !/data-weui-theme|data-weui-mode|\.wx-root/.test(one));
    if (!rule.selector) rule.remove();
  });
}

// Tabler is dark by attribute only; `auto` follows the device, without a script.
function followDevice(sheet) {
  const media = postcss.atRule({ name: "media", params: "(prefers-color-scheme:dark)" });
  sheet.walkRules(/\[data-bs-theme="?dark"?\]/, (rule) => {
    const copy = rule.clone({ selector: rule.selector.replaceAll(/\[data-bs-theme="?dark"?\]/g, "[data-bs-theme=auto]") });
    if (rule.parent.type === "atrule") media.append(rule.parent.clone({ nodes: [copy] }));
    else media.append(copy);
  });
  sheet.append(media);
}

// One sheet a surface: tokens, the purged kit, what both share, then the surface's own files by name.
function ownSheets(folder) {
  return readdirSync(join(root, "static", folder))
    .filter((name) => name.endsWith(".css") && !["tokens.css", "story.css"].includes(name)) // first; only in the demo
    .sort()
    .map((name) => read("static", folder, name));
}

function minify(sheet) {
  sheet.walkComments((comment) => comment.remove());
  sheet.walk((node) => {
    node.raws.before = node.raws.after = "";
    node.raws.semicolon = false;
    node.raws.between = node.type === "decl" ? ":" : "";
  });
  return sheet.toString();
}

function bundle(name, kit, folders) {
  const sheets = [read("static/shared/tokens.css"), kit.toString(), ...["shared", ...folders].flatMap(ownSheets)];
  writeFileSync(join(out, name), sheets.map((sheet) => minify(postcss.parse(sheet))).join("\n"));
}

const weui = await purge("weui/dist/style/weui.min.css", { variables: true });
dropWeuiDark(weui);
bundle("mobile.css", weui, ["mobile"]);

const tabler = await purge("@tabler/core/dist/css/tabler.min.css", { variables: false });
followDevice(tabler);
bundle("desk.css", tabler, ["office", "console"]);

copyFileSync(join(modules, "htmx.org/dist/htmx.min.js"), join(out, "htmx.js"));

const FRAME = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'; // an invisible square in every icon
const names = read("frontend/icons.txt").split(/\s+/).filter(Boolean);
const icons = {};
const missing = [];
for (const name of names) {
  try {
    const svg = readFileSync(join(modules, "@tabler/icons/icons/outline", `${name}.svg`), "utf8");
    icons[name] = svg.slice(svg.indexOf("\n>") + 2, svg.lastIndexOf("</svg>")).replaceAll(/\s*\n\s*/g, "").replace(FRAME, "");
  } catch {
    missing.push(name);
  }
}
if (missing.length) {
  console.error(`frontend/icons.txt names icons that @tabler/icons does not have: ${missing.join(" ")}`);
  process.exit(1);
}
writeFileSync(join(out, "icons.json"), JSON.stringify(icons));
