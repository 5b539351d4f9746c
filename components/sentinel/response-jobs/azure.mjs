// What the jobs of playbooks have in common. They have no packages, as an image with nothing but Node.js runs them.

/** Runs a job to its end. It says in one line what it has done, or what went wrong. */
export async function run(job) {
    try {
        console.log(await job());
    } catch (error) {
        console.error(error.message);
        process.exitCode = 1;
    }
}

/** Value of an environment variable. */
export function variable(name) {
    const value = process.env[name];
    if (value === undefined) throw new Error(`The environment variable ${name} is missing.`);
    return value;
}

/** Asks a service of Azure as the job's identity, and returns what it answers. */
export async function ask(resource, method, url, { headers = {}, body } = {}) {
    const token = await tokenFor(resource);
    return fetched(method, url, {
        headers: {
            ...headers,
            Authorization: `Bearer ${token}`,
            ...(body !== undefined && { "Content-Type": "application/json" }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
    });
}

/** https://learn.microsoft.com/azure/container-apps/managed-identity#rest-endpoint-reference */
export async function tokenFor(resource) {
    const query = new URLSearchParams({
        "api-version": "2019-08-01",
        resource,
        client_id: variable("AZURE_CLIENT_ID"),
    });
    const headers = { "X-IDENTITY-HEADER": variable("IDENTITY_HEADER") };
    return (await fetched("GET", `${variable("IDENTITY_ENDPOINT")}?${query}`, { headers })).access_token;
}

/** Asks Azure Resource Manager; about what begins with a slash, or else something else would get the token. */
export async function askManager(method, path, options) {
    if (!path.startsWith("/")) throw new Error(`${JSON.stringify(path)} is no ARM id.`);
    return ask("https://management.azure.com/", method, `https://management.azure.com${path}`, options);
}

async function fetched(method, url, options) {
    // without the query, and without the answer, of which nobody knows what is in it
    const what = `${method} ${url.replace(/\?.*/, "")}`;
    const response = await fetch(url, { method, signal: AbortSignal.timeout(60_000), ...options }).catch((error) => {
        throw new Error(`${what} failed: ${error.cause?.message ?? error.message}`);
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${what} answered ${response.status}.`);
    return text === "" ? undefined : JSON.parse(text);
}
