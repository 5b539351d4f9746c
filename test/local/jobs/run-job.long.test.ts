// Does not prove that a program is confined which means to get out of its process, nor how much of a machine a job uses.
// Firewalls in Azure drop some of what is refused here at once.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { clusterAuthority } from "../../../local/azure/container-service/user-credentials";
import { type Listener, listen } from "../../../local/listen";
import type { Properties } from "../../../local/provider/provider";
import { environmentId, example, identityId } from "../azure/landscape";
import { clusterHost, deployCluster } from "./cluster-beside-runner";
import { outputOf, run, withTokens } from "./job-run";
import { image, templateOf, vaultHost } from "./runner-landscape";

/** Changes of what the job is configured with. */
function jobWith(changes: Properties): Properties {
    const { configuration } = example["app:Job"] ?? {};
    return { configuration: { ...(configuration as Properties), ...changes } };
}

describe("A job in its process", function () {
    this.timeout(60_000);

    it("is refused by a service whose role it lacks", async () => {
        const module = `const answer = await secret(); console.log(answer.status); process.exit(answer.ok ? 0 : 3);`;
        assert.deepEqual(await outputOf(module, { roles: [] }), ["Failed", "403"]);
    });

    it("reaches nothing that its network does not lead to, and it is said what stops it", async () => {
        const module = `
            import net from "node:net";
            import https from "node:https";
            import dns from "node:dns/promises";
            import { createSocket } from "node:dgram";
            import { execFileSync, spawn } from "node:child_process";
            const tries = {
                other: () => fetch("https://kv-two.vault.azure.net/"),
                cluster: () => fetch("https://api.hcp.westeurope.azmk8s.io/"),
                port: () => fetch("https://${vaultHost}:8443/"),
                plain: () => fetch("http://${vaultHost}/"),
                local: () => fetch("http://127.0.0.1:" + process.env.PORT),
                address: () => fetch("https://10.0.0.4/"),
                socket: () => new Promise((_, no) => net.connect(22, "10.0.0.4").on("error", no)),
                file: () => new Promise((_, no) => net.connect("/tmp/socket").on("error", no)),
                agent: () => new Promise((_, no) => https.get("https://kv-two.vault.azure.net/").on("error", no)),
                name: () => dns.lookup("${vaultHost}"),
                datagram: () => createSocket("udp4"),
                program: () => execFileSync("true"),
                process: () => spawn("true"),
                unchecked: () => new Promise((_, no) => https.get({ host: "${vaultHost}", rejectUnauthorized: false }).on("error", no)),
            };
            for (const [name, attempt] of Object.entries(tries)) {
                try { await attempt(); console.log(name, "got through"); } catch (error) { console.log(name, reason(error)); }
            }
        `;
        const plain = await listen(createServer((_, response) => response.end("reached")));
        const template = templateOf(withTokens + module, { PORT: String(plain.port) });
        const { execution } = await run({ internet: false }, { template: () => template });
        await plain.close();
        const reset = "ECONNRESET Client network socket disconnected before secure TLS connection was established";
        assert.deepEqual(execution.output, [
            `other ${reset}`,
            `cluster ${reset}`,
            `port ECONNREFUSED connect ECONNREFUSED ${vaultHost}:8443`,
            `plain ECONNREFUSED connect ECONNREFUSED ${vaultHost}:80`,
            `local ECONNREFUSED connect ECONNREFUSED 127.0.0.1:${plain.port}`,
            execution.output[5] ?? "",
            "socket ECONNREFUSED connect ECONNREFUSED 10.0.0.4:22",
            "file ECONNREFUSED connect ECONNREFUSED /tmp/socket",
            `agent ${reset}`,
            "name undefined A job of the local cloud has no name server.",
            "datagram undefined A job of the local cloud has no UDP.",
            "program undefined A job of the local cloud has no other programs.",
            "process undefined A job of the local cloud has no other programs.",
            "unchecked undefined A job must check the certificates of servers.",
        ]);
        assert.match(execution.output[5] ?? "", /^address E/);
        assert.deepEqual(
            execution.problems.map((problem) => problem.replace(/from \S+\/subnets\//, "from ")),
            [
                "kv-two.vault.azure.net cannot be reached from runner: public DNS, nsg-runner/out.",
                "api.hcp.westeurope.azmk8s.io cannot be reached from runner: public DNS, nsg-runner/out.",
            ],
        );
    });

    it("gets no tokens where its network does not lead to Entra", async () => {
        const module = `await token("https://vault.azure.net").catch((error) => console.log(error.message));`;
        assert.deepEqual(await outputOf(module, { internet: false }), [
            "Succeeded",
            "500 Entra cannot be reached from the subnet of the job.",
        ]);
    });

    it("gets tokens of its own identities, for what exists, with the proof that it asks for itself", async () => {
        const other = "99999999-9999-4999-8999-000000000001";
        const module = `
            const tries = [
                token("https://vault.azure.net", "${other}"),
                token("https://vault.azure.net", AZURE_CLIENT_ID, "guessed"),
                token("api://nobody"),
            ];
            for (const { reason } of await Promise.allSettled(tries)) console.log(reason?.message ?? "got one");
            const { payload } = { payload: (await token("https://vault.azure.net")).split(".")[1] };
            const { appid, aud } = JSON.parse(Buffer.from(payload, "base64url"));
            console.log(appid === AZURE_CLIENT_ID, aud);
        `;
        const [status, stranger, guessed, nobody, own] = await outputOf(module);
        assert.equal(status, "Succeeded");
        assert.equal(stranger, `400 No identity of the job is ${other}.`);
        assert.equal(guessed, "401 The header X-IDENTITY-HEADER is missing or wrong.");
        assert.match(nobody ?? "", /^400 AADSTS500011: /);
        assert.equal(own, "true https://vault.azure.net");
    });

    it("gets no tokens of an identity that is there for the pull of its image alone", async () => {
        const { execution } = await run({
            module: `${withTokens} await token("https://vault.azure.net").catch((error) => console.log(error.message));`,
            job: jobWith({ identitySettings: [{ identity: identityId, lifecycle: "None" }] }),
        });
        assert.match(execution.output[0] ?? "", /^400 No identity of the job is /);
    });

    it("runs with what the request to start it says, in the place of its own container", async () => {
        const template = templateOf("console.log(process.env.NAMESPACE, process.env.AZURE_CLIENT_ID)", {
            NAMESPACE: "mcp-orders",
        });
        const { execution } = await run({ module: "console.log('its own')" }, { template: () => template });
        assert.deepEqual(execution.output, ["mcp-orders undefined"]);
    });

    it("knows its environment and the names of its run, and nothing of this machine", async () => {
        const module = `
            const { AZURE_CLIENT_ID, IDENTITY_ENDPOINT, IDENTITY_HEADER, ...rest } = process.env;
            console.log(JSON.stringify(rest), process.argv.length);
        `;
        const { execution } = await run({ module });
        const expected = { CONTAINER_APP_JOB_NAME: "deliver", CONTAINER_APP_JOB_EXECUTION_NAME: execution.name };
        assert.deepEqual(execution.output, [`${JSON.stringify(expected)} 1`]);
        assert.match(execution.name, /^deliver-[0-9a-z]{7}$/);
    });

    it("reaches by HTTPS what stands for a host, as the name that it has", async () => {
        const echo = createServer((request, response) => {
            let body = "";
            request
                .on("data", (chunk) => {
                    body += chunk;
                })
                .on("end", () => response.end(`${request.method} ${request.headers.host} ${request.url} ${body}`));
        });
        const listener: Listener = await listen(echo);
        const module = `
            const answer = await fetch("https://management.azure.com/subscriptions?a=b", { method: "POST", body: "text" });
            console.log(await answer.text());
        `;
        const { execution } = await run({ module }, { others: { "management.azure.com": listener.origin } });
        await listener.close();
        assert.deepEqual(execution.output, ["POST management.azure.com /subscriptions?a=b text"]);
    });

    it("asks only the host whose certificate it has seen", async () => {
        const module = `
            import { get } from "node:https";
            get({ host: "${vaultHost}", servername: "${vaultHost}", headers: { host: "management.azure.com" } }, (answer) => {
                console.log(answer.resume().statusCode);
            });
        `;
        const other = await listen(createServer((_, response) => response.end()));
        const { execution } = await run({ module }, { others: { "management.azure.com": other.origin } });
        await other.close();
        assert.deepEqual(execution.output, ["421"]);
    });

    it("trusts the API server of a cluster by the authority that its kubeconfig names, and by that alone", async () => {
        const authority = JSON.stringify(clusterAuthority);
        const module = `
            import { get } from "node:https";
            const ask = (host, options) => new Promise((done) => {
                get({ host, ...options }, (answer) => answer.resume().on("end", () => done(answer.statusCode)))
                    .on("error", (error) => done(error.code));
            });
            console.log(await ask(process.env.CLUSTER, { ca: ${authority} }));
            console.log(await ask(process.env.CLUSTER, { ca: [Buffer.from(${authority})] }));
            console.log(await ask(process.env.CLUSTER, {}));
            console.log(await ask("${vaultHost}", { ca: ${authority} }));
            console.log(await ask("${vaultHost}", {}));
        `;
        const stand = await listen(createServer((_, response) => response.end()));
        const host = await clusterHost();
        const { execution } = await run(
            { more: deployCluster },
            {
                template: () => templateOf(module, { CLUSTER: host }),
                others: { [host]: stand.origin, [vaultHost]: stand.origin },
            },
        );
        await stand.close();
        const untrusted = "CERT_SIGNATURE_FAILURE";
        assert.deepEqual(execution.output, ["200", "200", untrusted, untrusted, "200"]);
    });

    it("is ended when its time is over", async () => {
        const { execution } = await run({
            module: "console.log('begun'); setInterval(() => {}, 1000);",
            job: jobWith({ replicaTimeout: 1 }),
        });
        assert.deepEqual(
            [execution.status, execution.output, execution.problems],
            ["Failed", ["begun"], ["It ran for 1 seconds, its replicaTimeout."]],
        );
    });

    it("is tried again as often as it says, when it fails", async () => {
        const { execution } = await run({
            module: "console.log('try'); throw new Error('no');",
            job: jobWith({ replicaRetryLimit: 2 }),
        });
        assert.equal(execution.status, "Failed");
        assert.equal(execution.output.filter((line) => line === "try").length, 3);
    });

    it("leaves what it writes in the log of its environment", async () => {
        const { execution, home } = await run({ module: "console.log('one\\ntwo'); console.error('three');" });
        const rows = home.rows.map(({ resourceId, table, row }) => [resourceId, table, row.Stream, row.Log]);
        assert.deepEqual(
            rows.toSorted((one, other) => String(one[3]).localeCompare(String(other[3]))),
            [
                [environmentId, "ContainerAppConsoleLogs", "stdout", "one"],
                [environmentId, "ContainerAppConsoleLogs", "stderr", "three"],
                [environmentId, "ContainerAppConsoleLogs", "stdout", "two"],
            ],
        );
        const { Log: _, Stream: _1, ContainerGroupName, ...rest } = home.rows[0]?.row ?? assert.fail();
        assert.ok(String(ContainerGroupName).startsWith(`${execution.name}-`));
        assert.deepEqual(rest, {
            TimeGenerated: "2026-11-27T00:00:00.000Z",
            ContainerImage: image,
            ContainerName: "job",
            EnvironmentName: "env-one",
            JobName: "deliver",
            Location: "westeurope",
        });
    });
});
