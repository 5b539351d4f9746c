import { authorityHost } from "../../../../local/entra/authority/metadata";
import { ServedAuthority } from "../../../local/entra/authority/authority";
import { seed } from "../../../local/entra/fixture";
import { type Attack, type Outcome, outcome } from "./attack";
import type { Ask } from "./edge";

let starting: Promise<ServedAuthority> | undefined;

type Change = Parameters<ServedAuthority["change"]>[0];

/** An attack on the local Entra as it is deployed, or as a change makes it. */
export function onEntra({
    attempt,
    guarded,
    weakened,
    ...description
}: Omit<Attack, "attempt"> & {
    guarded?: Change;
    weakened?: Change;
    attempt(authority: ServedAuthority): Promise<Outcome>;
}): Attack {
    return {
        ...description,
        async attempt(isGuarded) {
            return attempt(await servedAuthority(isGuarded ? guarded : weakened));
        },
    };
}

/** Whether an application gets a code that is asked for with these changes; how it is refused is of no interest. */
export async function getsCode(
    authority: ServedAuthority,
    ...[change, choice]: Parameters<ServedAuthority["answer"]>
): Promise<Outcome> {
    try {
        return outcome((await authority.answer(change, choice)).searchParams.has("code"));
    } catch (error) {
        // a page, because it is not known whom to tell
        if (error instanceof Error && error.message.includes("AADSTS")) return "failed";
        throw error;
    }
}

/** Asks the local Entra below the path of its tenant. */
export async function askEntra({ path = "", ...ask }: Ask): Promise<{ status: number; text: string }> {
    const authority = await servedAuthority();
    const response = await authority.fetch(`https://${authorityHost}/${seed.tenantId}${path}`, ask);
    return { status: response.status, text: await response.text() };
}

/** The local Entra as it is deployed, or as a change makes it; one serves all attacks. */
export async function servedAuthority(change?: Change): Promise<ServedAuthority> {
    starting ??= (async () => {
        const authority = new ServedAuthority();
        await authority.start();
        return authority;
    })();
    const authority = await starting;
    await authority.change(change);
    return authority;
}

export async function closeAuthority(): Promise<void> {
    const started = await starting;
    starting = undefined;
    await started?.running.close();
}
