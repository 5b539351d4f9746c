import { vaultId } from "../../../../local/azure/landscape";
import { ServedHome } from "../../../../local/private-endpoints/served-home";
import { logOf } from "../traces/vault/log-of";
import { Requests } from "../traces/vault/secret-requests";
import type { Day } from "./day";

const day = 86_400_000;

/** The identity of a job reads its secrets day by day, is refused one that there is not, and draws one anew. */
export async function vaultDay(): Promise<Day> {
    const home = await ServedHome.start({ roles: [["Key Vault Secrets Officer", vaultId]] });
    try {
        const requests = new Requests(home);
        for (let days = 0; days < 4; days++) {
            for (let times = 0; times < 20; times++) await requests.get("session");
            await requests.get("gone");
            await requests.set("session");
            home.now += day;
        }
        for (let times = 0; times < 20; times++) await requests.get("session");
        return { log: logOf(home), times: [home.now + 60_000, home.now + 6 * 60_000] };
    } finally {
        await home.close();
    }
}
