// Does not prove that the image of a job is in its registry.
import assert from "node:assert/strict";
import { JobRefused } from "../../../local/jobs/deployed-job";
import { runJob } from "../../../local/jobs/run-job";
import type { Properties } from "../../../local/provider/provider";
import { identityId, vaultId } from "../azure/landscape";
import { ServedHome } from "../private-endpoints/served-home";
import { outputOf, run } from "./job-run";
import { blobHost, jobId, templateOf } from "./runner-landscape";

describe("A job", () => {
    it("fetches secrets and writes blobs with its identity, each behind its private endpoint", async () => {
        const module = `
            const { value } = await (await secret()).json();
            console.log(value);
            const answer = await fetch("https://${blobHost}/audit/one", {
                method: "PUT",
                body: "evidence",
                headers: {
                    authorization: await token("https://storage.azure.com/"),
                    "x-ms-version": "2024-11-04",
                    "x-ms-blob-type": "BlockBlob",
                },
            });
            console.log(answer.status);
        `;
        assert.deepEqual(await outputOf(module), ["Succeeded", "not-in-the-journal", "201"]);
    });

    it("does not begin when its image cannot be pulled", async () => {
        const withoutRole = await run({ module: "console.log('begun')", pulls: false });
        const elsewhere = templateOf("console.log('begun')");
        const [container] = elsewhere.containers as Properties[];
        const fromElsewhere = await run(
            {},
            { template: () => ({ containers: [{ ...container, image: "docker.io/library/node:24" }] }) },
        );
        assert.deepEqual(
            [withoutRole, fromElsewhere].map(({ execution }) => [
                execution.status,
                execution.output,
                execution.problems,
            ]),
            [
                [
                    "Failed",
                    [],
                    [`The identity ${identityId} may not pull images of crone.azurecr.io: it lacks the role AcrPull.`],
                ],
                [
                    "Failed",
                    [],
                    ["The image docker.io/library/node:24 is in no registry that the job has an identity for."],
                ],
            ],
        );
    });

    it("is refused when there is none, or something of it is not known here", async () => {
        const [container] = templateOf("1").containers as Properties[];
        const changed = (changes: Properties): Properties => ({ containers: [{ ...container, ...changes }] });
        const refusals: [Properties, RegExp][] = [
            [{ containers: [] }, /must have one container/],
            [{ containers: [container ?? {}, container ?? {}] }, /must have one container/],
            [{ ...templateOf("1"), initContainers: [container ?? {}] }, /initContainers/],
            [{ template: templateOf("1") }, /template/],
            [changed({ probes: [] }), /has probes, which is not known/],
            [changed({ image: 1 }), /has no image/],
            [changed({ command: ["/bin/sh", "-c", "true"], args: [] }), /runs no \/bin\/sh/],
            [changed({ command: [], args: [] }), /runs no program of an image/],
            [changed({ command: ["node", "server.js"], args: [] }), /text of a module only/],
            [changed({ args: ["--input-type=module", "--eval"] }), /text of a module only/],
            [changed({ args: ["--inspect", "--eval", "1"] }), /text of a module only/],
            [changed({ env: [{ name: "KEY", secretRef: "key" }] }), /KEY of .* is a secret/],
            [changed({ env: [{ name: "NODE_OPTIONS", value: "--inspect" }] }), /NODE_OPTIONS of .* is one of Node\.js/],
        ];
        const home = await ServedHome.start();
        try {
            const options = { home: home.deployed.home, hosts: home.hosts, rows: home.sink, log: assert.fail };
            for (const [template, message] of refusals) {
                await assert.rejects(
                    runJob({ ...options, jobId, template }),
                    (error) => error instanceof JobRefused && message.test(error.message),
                    JSON.stringify(template),
                );
            }
            await assert.rejects(runJob({ ...options, jobId: `${jobId}-2` }), {
                message: `There is no job ${jobId}-2.`,
            });
            await assert.rejects(runJob({ ...options, jobId: vaultId }), { message: `There is no job ${vaultId}.` });
        } finally {
            await home.close();
        }
    });
});
