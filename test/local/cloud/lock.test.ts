// Does not prove anything about folders that two machines share: there a lock of the other one looks dead.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lock } from "../../../local/cloud/lock";

describe("lock", () => {
    let folder: string;
    let file: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "lock-"));
        file = join(folder, "journal");
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it("lets one in, and the next one when that is done", async () => {
        for (let run = 1; run <= 3; run++) {
            const unlock = await lock(file);
            await assert.rejects(lock(file), new RegExp(`in use by process ${process.pid}: `));
            assert.deepEqual(readdirSync(folder), [`journal.lock-${run}`]);
            await unlock();
        }
    });

    it("keeps the locks of two files apart", async () => {
        const first = await lock(file);
        const second = await lock(join(folder, "journal2"));
        await Promise.all([first(), second()]);
    });

    it("lets exactly one of many in that find it free or its owner dead", async () => {
        for (let run = 0; run < 20; run++) {
            const results = await Promise.allSettled(Array.from({ length: 10 }, () => lock(file)));
            const winners = results.filter((result) => result.status === "fulfilled");
            assert.equal(winners.length, 1);
            await Promise.all(winners.map(({ value: unlock }) => unlock()));
        }
    });

    describe("when the owner's port belongs to another program by now", () => {
        const servers: Server[] = [];
        const sockets: Socket[] = [];
        afterEach(() => {
            for (const socket of sockets.splice(0)) {
                socket.destroy();
            }
            for (const server of servers.splice(0)) {
                server.close();
            }
        });

        async function ownedBy(pid: number, onConnection: (socket: Socket) => void): Promise<void> {
            const server = createServer((socket) => {
                sockets.push(socket.on("error", () => {}));
                onConnection(socket);
            });
            servers.push(server);
            await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
            const { port } = server.address() as AddressInfo;
            symlinkSync(JSON.stringify({ pid, port, token: "expected" }), `${file}.lock-1`);
        }

        it("is free if that answers something else", async () => {
            await ownedBy(process.pid, (socket) => socket.write("SSH-2.0\r\n"));
            await (await lock(file))();
        });

        it("is free if that is silent and the owner's process is gone", async () => {
            const { pid } = spawnSync(process.execPath, ["--version"]);
            await ownedBy(pid, () => {});
            await (await lock(file))();
        });

        it("is taken if the owner's process is there, which may be stopped", async () => {
            await ownedBy(process.ppid, () => {});
            await assert.rejects(lock(file), new RegExp(`in use by process ${process.ppid}: `));
        });
    });
});
