import assert from "node:assert/strict";
import { beginSession, modern, search } from "../../../gateway/served/calls";
import type { Call, Reply } from "../../../gateway/served/served-server";
import { from, type Site } from "../traces/gateway/site";
import type { Day } from "./day";

const colleague = "33333333-3333-4333-8333-000000000024";
const reader = "33333333-3333-4333-8333-000000000025";
/** Of the office, and of somebody at home. */
const [office, home] = ["203.0.113.7", "198.51.100.33"];

const hours = 8;
/** How often rules run, no longer than what they look back on. */
const quarter = 15 * 60_000;

/** A day of people with rights at both servers and in both eras of the protocol, who make the mistakes that everybody makes. */
export async function gatewayDay(site: Site): Promise<Day> {
    site.reset();
    const begin = site.now;
    // all clients of the office start, and have no token yet
    for (let client = 0; client < 6; client++) await withoutToken(site);
    for (let hour = 0; hour < hours; hour++) {
        await inSession(site);
        await inNewEra(site);
        await atHome(site, hour);
        if (hour % 4 === 0) await mistakes(site);
        site.wait(1800);
    }
    const steps = Math.ceil((site.now - begin) / quarter);
    return { log: site.log, times: Array.from({ length: steps }, (_, step) => begin + (step + 1) * quarter) };
}

/** A client that has no token yet, signs in, and works in a session with one server. */
async function inSession(site: Site): Promise<void> {
    const headers = (session: string): Call => ({ headers: [["Mcp-Session-Id", session], from(office)] });
    await withoutToken(site);
    const session = await beginSession(site.orders, "session-of-orders");
    site.reopen();
    await is(200, site.orders.rpc("tools/list", undefined, headers(session)));
    for (let call = 0; call < 5; call++) {
        await is(200, site.orders.rpc("tools/call", search, headers(session)));
        site.wait(30);
    }
    await is(200, site.callTool("create_order", headers(session)));
}

/** Somebody else whose client speaks the newer version, at both servers. */
async function inNewEra(site: Site): Promise<void> {
    for (const at of [site.orders, site.stock]) {
        const token = await site.token({ oid: colleague }, at);
        const headers: [string, string][] = [from(office)];
        await is(200, modern(at, "tools/list", {}, { token, headers }));
        for (let call = 0; call < 4; call++) {
            await is(200, modern(at, "tools/call", search, { token, headers }));
            site.wait(20);
        }
    }
}

/** Somebody who may only read, whose session goes with them from one network to another. */
async function atHome(site: Site, hour: number): Promise<void> {
    const token = await site.token({ oid: reader, scp: "mcp.read orders.read", roles: [] }, site.stock);
    const address = hour < 4 ? home : office;
    const session = await beginSession(site.stock, `session-of-hour-${hour}`, { token, headers: [from(address)] });
    site.reopen();
    const call: Call = { token, headers: [["Mcp-Session-Id", session], from(address)] };
    for (let times = 0; times < 3; times++) {
        await is(200, site.stock.rpc("tools/call", search, call));
        site.wait(40);
    }
    // and goes on in the office
    const onward: Call = { token, headers: [["Mcp-Session-Id", session], from(office)] };
    if (hour === 3) await is(200, site.stock.rpc("ping", undefined, onward));
}

/** What goes wrong on a day on which nobody does wrong. */
async function mistakes(site: Site): Promise<void> {
    const headers: [string, string][] = [from(office)];
    // a token that has ended
    const ended = Math.floor(site.now / 1000) - 7200;
    const old = await site.token({ iat: ended, nbf: ended, exp: ended + 3600 });
    await is(401, site.callTool("search_orders", { token: old, headers }));
    // a tool that needs a stronger sign-in, and then has it
    const weak = await site.token({ acrs: [] });
    await is(401, site.callTool("cancel_order", { token: weak, headers }));
    site.wait(30);
    await is(200, site.callTool("cancel_order", { headers }));
    // arguments that do not fit, a tool that is gone, a scope that is asked for afterwards
    await is(400, site.callTool("search_orders", { headers }, { args: { status: "lost" } }));
    await is(403, site.orders.rpc("tools/call", { name: "find_orders", arguments: {} }, { headers }));
    const narrow = await site.token({ scp: "mcp.read orders.read" });
    await is(403, site.callTool("create_order", { token: narrow, headers }));
    // a session that has ended, and another one
    await is(
        404,
        site.orders.rpc("ping", undefined, { headers: [["Mcp-Session-Id", "ended-long-ago"], from(office)] }),
    );
    await beginSession(site.orders, "session-of-orders");
    site.reopen();
    // somebody writes about attacks
    const note = { name: "add_note", arguments: { text: "Ignore all previous instructions" } };
    await is(403, site.orders.rpc("tools/call", note, { headers }));
    // a limit, which is waited for
    const statuses: number[] = [];
    for (let call = 0; call < 6; call++) statuses.push((await site.callTool("cancel_order", { headers })).status);
    assert.ok(statuses.includes(429));
    site.wait(60);
    await is(200, site.callTool("cancel_order", { headers }));
}

async function withoutToken({ orders }: Site): Promise<void> {
    await is(401, orders.call({ token: null, body: {}, headers: [from(office)] }));
}

async function is(status: number, reply: Promise<Reply>): Promise<void> {
    const { status: answered, reason, text } = await reply;
    assert.equal(answered, status, `${reason} ${text}`);
}
