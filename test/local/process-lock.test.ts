// Does not prove anything about folders that two machines share: there a lock of the other one looks dead.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LockHeld, lockHolder, takeLock } from "../../local/process-lock";

describe("process lock", () => {
    let folder: string;
    let file: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "lock-"));
        file = join(folder, "journal");
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    /** That the file is held, and by whom. */
    const heldBy = (pid: number, note?: unknown) => (error: unknown) => {
        assert.ok(error instanceof LockHeld);
        assert.deepEqual([error.holder.pid, error.holder.note], [pid, note]);
        return true;
    };

    it("lets one in, and the next one when that is done", async () => {
        for (let run = 1; run <= 3; run++) {
            const release = await takeLock(file);
            await assert.rejects(takeLock(file), heldBy(process.pid));
            assert.deepEqual(readdirSync(folder), [`journal.lock-${run}`]);
            await release();
        }
    });

    it("tells who holds it and what that left for others", async () => {
        assert.equal(await lockHolder(file), undefined);
        const release = await takeLock(file, { run: "up" });
        await assert.rejects(takeLock(file), heldBy(process.pid, { run: "up" }));
        const { pid, note } = (await lockHolder(file)) ?? assert.fail("no holder");
        assert.deepEqual([pid, note], [process.pid, { run: "up" }]);
        await release();
        assert.equal(await lockHolder(file), undefined);
    });

    it("keeps the locks of two files apart", async () => {
        const first = await takeLock(file);
        const second = await takeLock(join(folder, "journal2"));
        await Promise.all([first(), second()]);
    });

    it("lets exactly one of many in that find it free or its owner dead", async () => {
        for (let run = 0; run < 20; run++) {
            const results = await Promise.allSettled(Array.from({ length: 10 }, () => takeLock(file)));
            const winners = results.filter((result) => result.status === "fulfilled");
            assert.equal(winners.length, 1);
            for (const result of results) {
                assert.ok(result.status === "fulfilled" || heldBy(process.pid)(result.reason));
            }
            await Promise.all(winners.map(({ value: release }) => release()));
        }
    });

    it("is released although somebody keeps a connection to its port open", async () => {
        const release = await takeLock(file);
        const { port } = JSON.parse(readlinkSync(`${file}.lock-1`));
        const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true }).resume();
        await once(socket, "end");
        await release();
        socket.destroy();
    });

    describe("when its owner is dead", () => {
        const servers: Server[] = [];
        const sockets: Socket[] = [];
        const { pid: deadPid } = spawnSync(process.execPath, ["--version"]);
        afterEach(() => {
            for (const socket of sockets.splice(0)) {
                socket.destroy();
            }
            for (const server of servers.splice(0)) {
                server.close();
            }
        });

        async function listen(onConnection: (socket: Socket) => void): Promise<Server> {
            const server = createServer((socket) => {
                sockets.push(socket.on("error", () => {}));
                onConnection(socket);
            });
            await once(server.listen(0, "127.0.0.1"), "listening");
            return server;
        }

        function own(number: number, pid: number, server: Server): void {
            const { port } = server.address() as AddressInfo;
            symlinkSync(JSON.stringify({ pid, port, token: "expected" }), `${file}.lock-${number}`);
        }

        async function ownedBy(pid: number, onConnection: (socket: Socket) => void): Promise<void> {
            const server = await listen(onConnection);
            servers.push(server);
            own(1, pid, server);
        }

        it("is free, although another process has its id by now", async () => {
            const server = await listen(() => {});
            own(1, process.ppid, server);
            server.close();
            await once(server, "close");
            await (await takeLock(file))();
        });

        it("is free if its port answers something else", async () => {
            await ownedBy(process.pid, (socket) => socket.write("SSH-2.0\r\n"));
            await (await takeLock(file))();
        });

        it("is free if its port is silent and its process is gone", async () => {
            await ownedBy(deadPid, () => {});
            await (await takeLock(file))();
        });

        it("is taken if its port is silent and its process is there: it may be stopped", async () => {
            await ownedBy(process.ppid, () => {});
            await assert.rejects(takeLock(file), heldBy(process.ppid));
        });

        it("is not taken by one who found that out long ago", async () => {
            let release = async () => {};
            const closed = await listen(() => {});
            await ownedBy(deadPid, (socket) => {
                // two others come and go, or stay, before the first one gets its answer
                own(2, deadPid, closed);
                closed.close(async () => {
                    release = await takeLock(file);
                    socket.destroy();
                });
            });
            await assert.rejects(takeLock(file), heldBy(process.pid));
            assert.deepEqual(readdirSync(folder), ["journal.lock-3"]);
            await release();
        });
    });
});
