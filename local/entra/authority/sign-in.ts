/** What somebody chooses on the page. */
export interface SignInChoice {
    /** Object id of a user of the seed. */
    user: string;
    /** Optional. Default: false, with a password and the notification of an app. */
    phishingResistant?: boolean;
    /** Optional. Default: false. */
    compliantDevice?: boolean;
    /** Optional. Whether the client gets what it asks for. Default: true. */
    consent?: boolean;
}

/**
 * Signs somebody in by script: gets the page, and sends its form as a browser would.
 *
 * @param url - Where the client sends people.
 * @param send - Optional. How requests are sent. Default: `fetch`.
 * @returns Where the client is told the code, or why it gets none.
 * @throws an error with the page when there is no form, or the form leads nowhere.
 */
export async function signIn(
    url: string | URL,
    { user, phishingResistant = false, compliantDevice = false, consent = true }: SignInChoice,
    send: (url: URL, init: RequestInit) => Promise<Response> = fetch,
): Promise<URL> {
    const shown = await send(new URL(url), { redirect: "manual" });
    const location = shown.headers.get("location");
    if (location !== null) return new URL(location);
    const page = await shown.text();
    const action = /action="([^"]+)"/.exec(page)?.[1];
    const flow = /name="flow" value="([^"]+)"/.exec(page)?.[1];
    if (action === undefined || flow === undefined) throw new Error(page);
    const cookie = (shown.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const body = new URLSearchParams({
        flow,
        user,
        ...(phishingResistant && { phishing_resistant: "yes" }),
        ...(compliantDevice && { compliant_device: "yes" }),
        ...(consent && { consent: "yes" }),
    });
    const sent = await send(new URL(action, url), { method: "POST", body, headers: { cookie }, redirect: "manual" });
    const answered = sent.headers.get("location");
    if (answered === null) throw new Error(await sent.text());
    return new URL(answered);
}
