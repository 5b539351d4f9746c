// Does not prove that AKS has this audit policy, nor that the detections find these rows.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { request } from "node:https";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { clusterFiles } from "../../local/kubernetes/api-server/files";
import { type AuditEvent, type AuditRow, auditRow, readAuditLog } from "../../local/kubernetes/audit-log";
import type { Cluster } from "../../local/kubernetes/cluster";
import { LocalCluster } from "../../local/kubernetes/local-cluster";
import { part } from "../../local/kubernetes/object";
import { type FakeNode, startFakeNode } from "./fake-kubelet";

const namespace = "mcp-orders";
const write = { fieldManager: "test", dryRun: false };
const pod = (name: string, spec: object) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace },
    spec: { containers: [{ name: "server", image: "example.test/server:1", ...spec }] },
});
const restricted = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    runAsNonRoot: true,
    seccompProfile: { type: "RuntimeDefault" },
};

describe("the audit log of the cluster", function () {
    this.timeout(120_000);
    const folder = mkdtempSync(path.join(os.tmpdir(), "audit-"));
    const files = clusterFiles(folder);
    const local = new LocalCluster({ folder, log: () => {} });
    let cluster: Cluster;
    let node: FakeNode;

    before(async () => {
        cluster = await local.use();
        node = await startFakeNode(cluster, files.certificates);
        const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
        await cluster.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels } }, write);
        const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "orders", namespace } };
        await cluster.create(account, write);
        const { spec, ...rest } = pod("orders-0", { securityContext: restricted });
        const place = { nodeName: node.name, serviceAccountName: "orders" };
        await cluster.create({ ...rest, spec: { ...spec, ...place } }, write);
    });
    after(async () => {
        node.close();
        await local.stop();
        rmSync(folder, { recursive: true });
    });

    /** The last event that the check is true for; it comes a moment after the answer. */
    async function recorded(matches: (row: AuditRow) => boolean): Promise<{ event: AuditEvent; row: AuditRow }> {
        for (;;) {
            const event = (await readAuditLog(files.auditLog)).findLast((event) => matches(auditRow(event)));
            if (event !== undefined) {
                return { event, row: auditRow(event) };
            }
            await delay(20);
        }
    }

    const about = (resource: string, verb: string, name?: string) => (row: AuditRow) => {
        const reference = part({ row }, "row", "ObjectRef");
        const { resource: found, subresource } = reference;
        const whole = subresource === undefined ? found : `${found}/${subresource}`;
        return whole === resource && row.Verb === verb && (name === undefined || reference.name === name);
    };

    /** As kubectl asks for it, whose protocol is not spoken any further. */
    async function execute(headers: Record<string, string> = {}): Promise<number | undefined> {
        const { server, token, certificate } = cluster.connection.access;
        const sent = request(`${server}/api/v1/namespaces/${namespace}/pods/orders-0/exec?command=id&stdout=true`, {
            method: "POST",
            ca: certificate,
            headers: {
                authorization: `Bearer ${token}`,
                connection: "Upgrade",
                upgrade: "SPDY/3.1",
                "user-agent": "kubectl/v1.34.0",
                ...headers,
            },
        });
        sent.end();
        const answered = once(sent, "upgrade").then(([response, socket]) => {
            socket.destroy();
            return response.statusCode;
        });
        const refused = once(sent, "response").then(([response]) => response.resume().statusCode);
        return Promise.race([answered, refused]);
    }

    it("has a command that somebody executes in a pod", async () => {
        assert.equal(await execute(), 101);
        const { row } = await recorded(about("pods/exec", "create"));
        const { AuditId, TimeGenerated, RequestReceivedTime, Stage, StageReceivedTime, ResponseStatus, ...rest } = row;
        assert.match(String(AuditId), /^[0-9a-f-]{36}$/);
        assert.match(String(Stage), /^Response(Started|Complete)$/);
        assert.equal(TimeGenerated, StageReceivedTime);
        assert.ok(String(RequestReceivedTime) <= String(TimeGenerated));
        assert.equal((ResponseStatus as { code: number }).code, 101);
        assert.deepEqual(rest, {
            Annotations: { "authorization.k8s.io/decision": "allow", "authorization.k8s.io/reason": "" },
            Level: "Request",
            ObjectRef: { resource: "pods", namespace, name: "orders-0", apiVersion: "v1", subresource: "exec" },
            RequestObject: null,
            RequestUri: `/api/v1/namespaces/${namespace}/pods/orders-0/exec?command=id&stdout=true`,
            ResponseObject: null,
            SourceIps: ["127.0.0.1"],
            User: { username: "admin", uid: "admin", groups: ["system:masters", "system:authenticated"] },
            UserAgent: "kubectl/v1.34.0",
            Verb: "create",
        });
    });

    it("has who acts as somebody else, whom the table does not show", async () => {
        const code = await execute({ "impersonate-user": "mallory@contoso.com" });
        assert.equal(code, 403);
        const { event, row } = await recorded(
            ({ Annotations }) => part({ Annotations }, "Annotations")["authorization.k8s.io/decision"] === "forbid",
        );
        assert.equal(part(event, "impersonatedUser").username, "mallory@contoso.com");
        assert.equal(part(event, "user").username, "admin");
        assert.ok(!JSON.stringify({ ...row, ResponseStatus: null }).includes("mallory"));
        assert.match(
            String(part({ row }, "row", "ResponseStatus").message),
            /User "mallory@contoso.com" cannot create/,
        );
    });

    it("has a network policy that is loosened, as it was sent and as it is then, and one that goes", async () => {
        const policy = {
            apiVersion: "cilium.io/v2",
            kind: "CiliumNetworkPolicy",
            metadata: { name: "egress", namespace },
            spec: { endpointSelector: {}, egress: [{ toEntities: ["all"] }] },
        };
        await cluster.apply(policy, { ...write, force: true });
        const { row } = await recorded(about("ciliumnetworkpolicies", "patch"));
        assert.equal(row.Level, "RequestResponse");
        assert.deepEqual(part({ row }, "row", "ObjectRef").apiGroup, "cilium.io");
        assert.deepEqual(part({ row }, "row", "RequestObject").spec, policy.spec);
        assert.deepEqual(part({ row }, "row", "ResponseObject").spec, policy.spec);
        await cluster.delete(policy, "Foreground");
        const { row: gone } = await recorded(about("ciliumnetworkpolicies", "delete"));
        assert.equal(part({ gone }, "gone", "ObjectRef").name, "egress");
    });

    it("has who is made administrator of the cluster", async () => {
        const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" };
        const subjects = [{ kind: "ServiceAccount", name: "orders", namespace }];
        const metadata = { name: "oops" };
        const binding = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRoleBinding", metadata };
        await cluster.create({ ...binding, subjects, roleRef }, write);
        const { row } = await recorded(about("clusterrolebindings", "create", "oops"));
        const { roleRef: role, subjects: who } = part({ row }, "row", "RequestObject");
        assert.deepEqual([role, who], [roleRef, subjects]);
        assert.equal(part({ row }, "row", "ResponseStatus").code, 201);
    });

    it("has what admission refuses, and why", async () => {
        await assert.rejects(cluster.create(pod("escape", { securityContext: { privileged: true } }), write));
        const { row } = await recorded(
            (row) => about("pods", "create")(row) && part({ row }, "row", "ResponseStatus").code === 403,
        );
        const { reason, message } = part({ row }, "row", "ResponseStatus");
        assert.equal(reason, "Forbidden");
        assert.match(String(message), /violates PodSecurity "restricted:latest": privileged/);
        const enforced = part({ row }, "row", "Annotations")["pod-security.kubernetes.io/enforce-policy"];
        assert.equal(enforced, "restricted:latest");
        assert.match(JSON.stringify(row.RequestObject), /"privileged":true/);
    });

    it("has who reads a secret and who gets a token, and neither secret nor token", async () => {
        const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "login", namespace } };
        const value = Buffer.from("hunter2-of-the-audit-log").toString("base64");
        await cluster.create({ ...secret, data: { password: value } }, write);
        await cluster.get(secret);
        const { row } = await recorded(about("secrets", "get", "login"));
        assert.deepEqual(
            [row.Level, row.RequestObject, row.ResponseObject, part({ row }, "row", "User").username],
            ["Metadata", null, null, "admin"],
        );
        const { body } = await cluster.connection.send({
            method: "POST",
            path: `/api/v1/namespaces/${namespace}/serviceaccounts/orders/token`,
            body: {
                apiVersion: "authentication.k8s.io/v1",
                kind: "TokenRequest",
                spec: { audiences: ["api://AzureADTokenExchange"] },
            },
        });
        const { row: issued } = await recorded(about("serviceaccounts/token", "create"));
        assert.deepEqual([issued.Level, issued.ResponseObject], ["Metadata", null]);

        const log = readFileSync(files.auditLog, "utf8");
        const { token } = part(body, "status");
        assert.ok(String(token).length > 100);
        const tokens = readFileSync(files.tokens, "utf8").trim().split("\n");
        const secrets = [value, "hunter2-of-the-audit-log", token, ...tokens.map((line) => line.split(",")[0])];
        assert.deepEqual(
            secrets.filter((text) => log.includes(String(text))),
            [],
        );
    });

    it("is for its user only", () => {
        assert.equal(statSync(files.auditLog).mode & 0o777, 0o600);
    });
});
