import { z } from "zod";
import type { Directory } from "../entra/directory";
import { servicePrincipalIds } from "../entra/ids";
import type { Properties, Value } from "../provider/provider";
import { json, type ManagementAnswer, ManagementError, NotKnown } from "./answer";
import { type GraphRole, hasGraphRole } from "./graph-roles";
import type { SentMail } from "./sent-mail";

/** A request to Microsoft Graph that has a token. */
export interface GraphRequest {
    method: string;
    path: string;
    query: URLSearchParams;
    body: Value | undefined;
    /** Object id of who sends it. */
    principalId: string;
    /** What exists at the moment, to be read only. */
    directory: Directory;
    mail: SentMail;
    change<T>(change: (directory: Directory) => Promise<T>): Promise<T>;
    /** Milliseconds since the epoch. */
    now(): number;
}

interface GraphOperation {
    method: "GET" | "PATCH" | "POST";
    path: RegExp;
    /** Role of Graph that allows it. */
    role: GraphRole;
    answer(request: GraphRequest, id: string): Promise<ManagementAnswer> | ManagementAnswer;
}

const operations: GraphOperation[] = [
    // https://learn.microsoft.com/graph/api/serviceprincipal-list
    {
        method: "GET",
        path: /^\/v1\.0\/servicePrincipals$/i,
        role: "Application.ReadWrite.All",
        answer: (request) => json(200, { value: listed(request) }),
    },
    // https://learn.microsoft.com/graph/api/serviceprincipal-update
    {
        method: "PATCH",
        path: /^\/v1\.0\/servicePrincipals\/(?<id>[^/]+)$/i,
        role: "Application.ReadWrite.All",
        answer: patch,
    },
    // https://learn.microsoft.com/graph/api/user-sendmail
    { method: "POST", path: /^\/v1\.0\/users\/(?<id>[^/]+)\/sendMail$/i, role: "Mail.Send", answer: sendMail },
];

/** Answers a request to Microsoft Graph. Throws {@link ManagementError}. */
export async function answerGraph(request: GraphRequest): Promise<ManagementAnswer> {
    const { method, path, principalId, directory } = request;
    for (const operation of operations) {
        const match = operation.method === method ? operation.path.exec(path) : null;
        if (match === null) continue;
        if (!hasGraphRole(directory, principalId, operation.role)) {
            throw new ManagementError(
                403,
                "Authorization_RequestDenied",
                "Insufficient privileges to complete the operation.",
            );
        }
        return await operation.answer(request, match.groups?.id ?? "");
    }
    throw new NotKnown(`${method} ${path} of Microsoft Graph`);
}

/** Those whose ids are listed in the filter. Ids that are of none are left out. */
function listed({ query, directory }: GraphRequest): Properties[] {
    const { $filter = "", $select = "", ...others } = Object.fromEntries(query);
    const ids = /^id in \((?:'([0-9a-f-]{36})'(?:,(?!\))|(?=\))))+\)$/i.test($filter)
        ? $filter.match(/[0-9a-f-]{36}/gi)
        : null;
    if (ids === null || Object.keys(others).length > 0) throw new NotKnown(`a list of service principals by ?${query}`);
    return ids.flatMap((id) => {
        const found = directory.find(servicePrincipalIds.format(id));
        if (found === undefined && directory.principal(id)?.type === "ServicePrincipal") {
            throw new NotKnown(`the service principal ${id}, which stands for no application that was deployed`);
        }
        return found === undefined ? [] : [selected(shown(id, found, directory), $select.split(","))];
    });
}

function selected(all: Properties, names: string[]): Properties {
    return Object.fromEntries(
        names.map((name) => {
            const value = all[name];
            if (value === undefined) throw new NotKnown(`the property ${name} of a service principal`);
            return [name, value];
        }),
    );
}

function shown(id: string, { accountEnabled = true }: Properties, directory: Directory): Properties {
    const displayName = directory.principal(id)?.name ?? "";
    return { id, accountEnabled, displayName, appOwnerOrganizationId: directory.seed.tenantId };
}

const accountChange = z.strictObject({ accountEnabled: z.boolean() });

async function patch({ body, change }: GraphRequest, id: string): Promise<ManagementAnswer> {
    const { accountEnabled } = known(accountChange, body, "a service principal");
    await change(async (directory) => {
        await directory.put(servicePrincipalIds.format(id), { ...find(id, directory), accountEnabled });
    });
    return { status: 204, headers: {}, body: undefined };
}

const mail = z.strictObject({
    message: z.strictObject({
        subject: z.string(),
        body: z.strictObject({ contentType: z.literal("Text"), content: z.string() }),
        toRecipients: z.array(z.strictObject({ emailAddress: z.strictObject({ address: z.string() }) })).min(1),
    }),
    saveToSentItems: z.boolean(),
});

async function sendMail(request: GraphRequest, id: string): Promise<ManagementAnswer> {
    const { message } = known(mail, request.body, "a mail");
    if (request.directory.principal(id)?.type !== "User") throw notFound(id);
    await request.mail.add({
        from: id,
        to: message.toRecipients.map(({ emailAddress }) => emailAddress.address),
        subject: message.subject,
        body: message.body.content,
        sentTime: new Date(request.now()).toISOString(),
    });
    return { status: 202, headers: {}, body: undefined };
}

function known<T>(schema: z.ZodType<T>, body: Value | undefined, what: string): T {
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    const places = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "its body"}: ${message}`);
    throw new NotKnown(`${what} like this: ${places.join("; ")}`);
}

function find(id: string, directory: Directory): Properties {
    const found = directory.find(servicePrincipalIds.format(id));
    if (found === undefined) throw notFound(id);
    return found;
}

function notFound(id: string): ManagementError {
    return new ManagementError(
        404,
        "Request_ResourceNotFound",
        `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    );
}
