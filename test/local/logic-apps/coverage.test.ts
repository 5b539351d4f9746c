// Does not prove that a playbook ever runs what it has.
import assert from "node:assert/strict";
import { disableServicePrincipal } from "../../../components/sentinel/playbooks/disable-service-principal";
import { endSessions } from "../../../components/sentinel/playbooks/end-sessions";
import { isolateNamespace } from "../../../components/sentinel/playbooks/isolate-namespace";
import { notify } from "../../../components/sentinel/playbooks/notify";
import { releasePrincipal } from "../../../components/sentinel/playbooks/release-principal";
import { rotateSessionKeys } from "../../../components/sentinel/playbooks/rotate-session-keys";
import { snapshotEvidence } from "../../../components/sentinel/playbooks/snapshot-evidence";
import { blockPrincipal } from "../../../components/sentinel/playbooks/stop-principal";
import { runFunctions } from "../../../local/logic-apps/evaluate";
import { pureFunctions } from "../../../local/logic-apps/functions";
import { settings } from "../../components/sentinel/playbooks/sample";

describe("A function of workflows that is known here", () => {
    it("is used by a playbook", () => {
        const playbooks = [
            ...[blockPrincipal, disableServicePrincipal, endSessions, isolateNamespace, notify],
            ...[releasePrincipal, rotateSessionKeys, snapshotEvidence],
        ];
        const text = playbooks.map((playbook) => JSON.stringify(playbook(settings))).join();
        const known = [...pureFunctions.keys(), ...runFunctions.keys()];
        assert.deepEqual(
            known.filter((name) => !new RegExp(`(?<!\\w)${name}\\(`).test(text)),
            [],
        );
    });
});
