// Does not prove that a response fits what has happened, nor that the pages of incidents have the headings.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PlaybookName } from "../../../../components/sentinel/playbooks/playbook-name";
import { readDetections } from "../../../../components/sentinel/read-detections";
import { readHuntingQueries } from "../../../../components/sentinel/read-hunting-queries";

const root = join(__dirname, "../../../..");
const detections = readDetections();
const practices: Record<string, string> = JSON.parse(readFileSync(join(root, "docs/practices.json"), "utf8"));

const { BlockPrincipal, DisableServicePrincipal, IsolateNamespace, Notify, ReleasePrincipal, SnapshotEvidence } =
    PlaybookName;

describe("detections", () => {
    it("are all that there are files of, sorted", () => {
        const files = readdirSync(join(root, "components/sentinel/detections")).filter((file) => file.endsWith(".kql"));
        assert.deepEqual(
            detections.map(({ id }) => `${id}.kql`),
            files.sort(),
        );
    });

    it("have titles of their own", () => {
        assert.equal(new Set(detections.map(({ title }) => title)).size, detections.length);
    });

    it("serve practices that there are, and together those of watching and answering", () => {
        for (const { id, practices: served } of [...detections, ...readHuntingQueries()])
            for (const practice of served) assert.ok(practices[practice], `${practice} of ${id}`);
        for (const practice of ["4.2", "5.2", "9.2", "10.4", "ZT-3", "IR-2", "IR-3"])
            assert.ok(
                detections.some(({ practices: served }) => served.includes(practice)),
                practice,
            );
    });

    it("lead to one of six pages", () => {
        const pages = new Set(detections.map(({ runbook }) => runbook.split("#")[0]));
        assert.deepEqual([...pages].sort(), [
            "cluster.md",
            "evidence.md",
            "gateway.md",
            "keys-and-identity.md",
            "prompts-and-tools.md",
            "tokens.md",
        ]);
    });

    it("tell somebody when they are severe", () => {
        for (const { id, severity, responses } of detections)
            if (severity === "High") assert.ok(responses.includes(Notify), id);
    });

    it("name a principal first where one is stopped or released, so that each has an incident of their own", () => {
        const onPrincipals: readonly string[] = [
            BlockPrincipal,
            DisableServicePrincipal,
            PlaybookName.ThrottlePrincipal,
            ReleasePrincipal,
        ];
        for (const { id, entities, responses } of detections)
            if (responses.some((response) => onPrincipals.includes(response)))
                assert.ok(Object.keys(entities)[0] === "Account" && entities.Account?.AadUserId, id);
    });

    it("name a namespace where one is isolated", () => {
        for (const { id, details, responses } of detections)
            if (responses.includes(IsolateNamespace)) assert.ok(details?.Namespace, id);
    });

    it("keep evidence before something is cut off", () => {
        for (const { id, responses } of detections)
            if (responses.includes(IsolateNamespace)) assert.ok(responses.includes(SnapshotEvidence), id);
    });
});
