// Does not prove that the steps help, nor that Azure takes the commands; and of the queries only that they can be run.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { readDetections } from "../../components/sentinel/read-detections";
import { checkQuery } from "../../local/kql/check";
import { workspaceSchema } from "../components/sentinel/detections/workspace-schema";

const docs = join(__dirname, "..", "..", "docs");
const folder = join(docs, "incidents");

/** Pages, and sections of others, that are for all incidents. */
const general = ["README.md", "recovery.md", "evidence.md#snapshot-and-legal-hold"];

interface Section {
    /** Page and anchor. */
    id: string;
    text: string;
}

const detections = readDetections();
const pages = readdirSync(folder).map((page) => ({ page, text: readFileSync(join(folder, page), "utf8") }));
const sections: Section[] = pages.flatMap(({ page, text }) =>
    text
        .split(/^## /m)
        .slice(1)
        .map((section) => ({ id: `${page}#${anchorOf(section.split("\n")[0] ?? "")}`, text: section })),
);
const ofDetections = sections.filter(({ id }) => !general.includes(id) && !general.includes(id.replace(/#.*/, "")));

/** The anchor that GitHub gives a heading; ours have no formatting. */
function anchorOf(heading: string): string {
    return heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-");
}

function detectionsOf(section: string) {
    return detections.filter(({ runbook }) => runbook === section);
}

describe("docs/incidents", () => {
    it("have each section that a detection names, and no others", () => {
        const named = new Set(detections.map(({ runbook }) => runbook));
        assert.deepEqual(ofDetections.map(({ id }) => id).sort(), [...named].sort());
    });

    it("list all sections on the first page", () => {
        const [first] = pages.filter(({ page }) => page === "README.md");
        for (const { id } of ofDetections) assert.ok(first?.text.includes(`](${id})`), id);
    });

    describe("in each section of detections", () => {
        for (const { id, text } of ofDetections) {
            it(`say of ${id} which detections it is for, what was done, and what to do`, () => {
                const [, head = ""] = /\n\n(`[^*]+)\.\n\n\*\*What happened\.\*\*/.exec(text) ?? [];
                assert.deepEqual(
                    [...head.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name).sort(),
                    detectionsOf(id)
                        .map((detection) => detection.id)
                        .sort(),
                );
                const parts = [...text.matchAll(/^\*\*([A-Z][a-z ]+)\.\*\*(?: |$)/gm)].map(([, part]) => part);
                assert.deepEqual(parts, ["What happened", "Done already", "Look", "Decide", "Act", "End"]);
                const [, done = ""] = /\*\*Done already\.\*\* ([\s\S]*?)\n\n\*\*Look/.exec(text) ?? [];
                const mentioned = new Set([...done.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name ?? ""));
                const playbooks = detectionsOf(id).flatMap(({ responses }) => responses);
                for (const playbook of playbooks) assert.ok(mentioned.has(playbook), `${playbook} is missing`);
            });
        }
    });

    it("have queries that run in the workspace", function () {
        this.timeout(20_000);
        const queries = pages.flatMap(({ page, text }) =>
            [...text.matchAll(/^```kusto\n([\s\S]*?)^```$/gm)].map(([, query = ""]) => ({ page, query })),
        );
        assert.ok(queries.length >= ofDetections.length);
        for (const { page, query } of queries)
            assert.deepEqual(checkQuery(query, workspaceSchema).problems, [], `${page}:\n${query}`);
    });

    it("have links that lead somewhere, also those to them", () => {
        const others = ["monitoring.md", "detections.md"].map((page) => join(docs, page));
        const files = [...pages.map(({ page }) => join(folder, page)), ...others];
        const problems = files.flatMap((file) =>
            [...readFileSync(file, "utf8").matchAll(/\]\(([^)\s]+)\)/g)]
                .map(([, target = ""]) => target)
                .filter((target) => !target.startsWith("https://") && !leadsSomewhere(file, target))
                .map((target) => `${relative(docs, file)}: ${target}`),
        );
        assert.deepEqual(problems, []);
    });
});

function leadsSomewhere(from: string, target: string): boolean {
    const [path = "", anchor] = target.split("#");
    const file = path === "" ? from : join(dirname(from), path);
    if (!existsSync(file)) return false;
    if (anchor === undefined) return true;
    const headings = readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gm);
    return [...headings].some(([, heading = ""]) => anchorOf(heading) === anchor);
}
