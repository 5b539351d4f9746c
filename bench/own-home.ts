import { ensurePassphrase, type Home, openHome } from "../local/workspace/home";

/** A home folder that nobody else uses. */
export async function ownHome(folder: string): Promise<Home> {
    const home = await openHome(folder);
    await ensurePassphrase(home);
    return home;
}
