import { type Answer, escaped, page } from "./answer";

/** What the page is about. */
export interface SignInPage {
    /** Path that the form is sent to. */
    action: string;
    /** What the form is known by when it comes back. */
    flow: string;
    clientName: string;
    resourceName: string;
    /** Names of scopes that the client asks for, each with what it says to who consents. */
    scopes: { name: string; title: string }[];
    users: { id: string; name: string }[];
    /** Where people are sent afterwards. */
    redirectUri: string;
}

/** The page where somebody chooses who signs in, how, and whether the client gets what it asks for. */
export function signInPage({ action, flow, clientName, resourceName, scopes, users, redirectUri }: SignInPage): Answer {
    const { protocol, origin } = new URL(redirectUri);
    const choices = users.map(({ id, name }) => `<option value="${escaped(id)}">${escaped(name)}</option>`);
    const asked = scopes.map(({ name, title }) => `<li><code>${escaped(name)}</code> ${escaped(title)}</li>`);
    return page(200, {
        title: `Sign in to ${clientName}`,
        formTargets: [origin === "null" ? protocol : origin],
        content: `<form method="post" action="${escaped(action)}">
<input type="hidden" name="flow" value="${escaped(flow)}">
<p><label>User <select name="user" required>${choices.join("")}</select></label></p>
<p><label><input type="checkbox" name="phishing_resistant" value="yes"> with a security key, which cannot be phished</label></p>
<p><label><input type="checkbox" name="compliant_device" value="yes"> from a compliant device</label></p>
<p>${escaped(clientName)} asks for, of ${escaped(resourceName)}:</p>
<ul>${asked.join("")}</ul>
<p><label><input type="checkbox" name="consent" value="yes"> I consent, where nobody has for me</label></p>
<p><button>Sign in</button> <button name="cancel" value="yes" formnovalidate>Cancel</button></p>
</form>`,
    });
}
