// Does not prove that AKS has this audit policy, nor who is who there: AKS itself knows the users of Entra, and here a name is
// what somebody says. There are no nodes, so no shell opens.
import assert from "node:assert/strict";
import type { Row } from "../../local/kql/schema";
import { auditRow, readAuditLog } from "../../local/kubernetes/audit-log";
import { completed } from "../../local/logs/log-files";
import { asAuthenticated } from "../../local/logs/read-log";
import { clusterId } from "../components/sentinel/replay/environment";
import { assertPossible, detect, type Log } from "../components/sentinel/replay/log";
import { byDeployer } from "../components/sentinel/replay/traces/activity/subscription";
import { clusterAttacks, foundOf } from "../components/sentinel/replay/traces/cluster/attacks";
import { goodObjects } from "./admission/good-objects";
import { GuardedCluster } from "./admission/guarded-cluster";
import { activeResponder, administrator, azure, controller, flux, node } from "./admission/people";
import { goodPod, namespace, quarantine, type Sample, secret, serverSamples } from "./admission/sample-objects";

/** Who deploys, as AKS names an application of Entra. */
const deployment = { user: byDeployer.objectId, groups: administrator.groups };

describe("the audit log of a cluster with guards", function () {
    this.timeout(180_000);
    let guarded: GuardedCluster;
    let marks = 0;

    before(async () => {
        guarded = await GuardedCluster.start();
    });
    after(() => guarded.stop());

    /** What the API server has recorded since an earlier number of events; a last request is waited for. */
    async function recorded(since: number): Promise<{ log: Log; count: number }> {
        const path = `/api/v1/namespaces/default/pods/mark-${++marks}`;
        await guarded.requests.send({ method: "GET", path }, azure);
        let events: Sample[] = [];
        await guarded.until(async () => {
            events = await readAuditLog(guarded.auditLog);
            return events.some(({ requestURI }) => requestURI === path);
        });
        const rows = events
            .slice(since)
            .map((event): Row => completed({ ...auditRow(asAuthenticated(event)) }, clusterId, "AKSAudit"));
        return { log: { AKSAudit: rows }, count: events.length };
    }

    const now = ({ AKSAudit = [] }: Log) => Math.max(...AKSAudit.map((row) => Date.parse(String(row.TimeGenerated))));

    it("on an ordinary day has nothing that a detection finds", async () => {
        const { requests } = guarded;
        const { count } = await recorded(0);
        for (const object of serverSamples) await requests.apply(object, deployment);
        for (const object of Object.values(goodObjects)) await requests.create(object, flux);
        const restart = {
            spec: { template: { metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": "now" } } } },
        };
        const workload = serverSamples.find(({ kind }) => kind === "Deployment");
        await requests.patch(workload, restart, controller);
        await requests.create({ ...secret, metadata: { name: "token", namespace: "kube-system" } }, controller);
        const paths = [`/api/v1/namespaces/${namespace}/pods`, "/api/v1/secrets", "/api/v1/nodes"];
        for (const path of paths) await requests.send({ method: "GET", path }, controller);
        await requests.send({ method: "GET", path: `/api/v1/namespaces/${namespace}/pods/orders-0` }, node);
        await requests.apply(quarantine, activeResponder);
        // one mistake is nobody's incident
        await requests.create({ ...goodPod, spec: { ...goodPod.spec, hostNetwork: true } }, flux);
        const { log } = await recorded(count);
        assertPossible(log);
        for (const id of Object.keys(clusterAttacks)) assert.deepEqual(detect(id, log, now(log)), [], id);
    });

    for (const [id, attack] of Object.entries(clusterAttacks)) {
        it(`has what ${id} finds, and who did it`, async () => {
            const { count } = await recorded(0);
            for (let index = 0; index < attack.times - 1; index++) {
                await attack.attempt(guarded.requests, attack.as, index);
            }
            const { log: almost } = await recorded(count);
            assert.deepEqual(detect(id, almost, now(almost)), []);
            await attack.attempt(guarded.requests, attack.as, attack.times - 1);
            const { log } = await recorded(count);
            assertPossible(log);
            const rows = detect(id, log, now(log));
            assert.equal(rows.length, 1);
            const found = foundOf(attack);
            assert.deepEqual(
                Object.fromEntries(Object.keys(found).map((column) => [column, rows[0]?.[column]])),
                found,
            );
        });
    }
});
