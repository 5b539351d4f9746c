import type { ValidateFunction } from "ajv";
import { DotNetException } from "../dotnet/exception";
import { parseObject } from "../dotnet/json/parse";
import { serializeObject } from "../dotnet/json/serialize";
import { type CompileStatement, childOf, fixed } from "../pipeline/compiler";
import { ownResponse, PolicyFailure } from "../pipeline/failure";

/**
 * Lets only bodies pass that are small enough, and that their schema describes. Parameters of a media type do not count.
 * https://learn.microsoft.com/azure/api-management/validate-content-policy
 */
export const validateContent: CompileStatement = (element, compiler) => {
    const maxSize = Number(fixed(element, "max-size"));
    const content = childOf(element, "content");
    const type = fixed(content, "type");
    const schemaId = fixed(content, "schema-id");
    compiler.refer({ kind: "schema", name: schemaId, offset: content.offset });
    return async ({ context: { request }, runtime, service }) => {
        const bytes = (await request.body?.load()) ?? new Uint8Array();
        const mediaType = request.headers.get("Content-Type")?.split(";")[0]?.trim() ?? "";
        if (bytes.length > maxSize) {
            throw refusal(`Request's body is ${bytes.length} bytes long and it exceeds the limit of ${maxSize} bytes.`);
        }
        if (mediaType.toLowerCase() !== type.toLowerCase()) {
            throw refusal(`Unspecified content type ${mediaType} is not allowed.`);
        }
        const schema = service.schemas.get(schemaId);
        if (schema === undefined) throw new Error(`Schema ${schemaId} is gone since the deployment was checked.`);
        const problem = problemOf(Buffer.from(bytes).toString(), runtime.schemas.compile(schema));
        if (problem === undefined) return "next";
        throw refusal(
            `Body of the request does not conform to the definition ${schemaId}, which is associated with the content type ${mediaType}. ${problem}`,
        );
    };
};

// Newtonsoft reads more than JSON, and some of it has no word in JSON
function problemOf(text: string, validate: ValidateFunction): string | undefined {
    try {
        if (validate(JSON.parse(serializeObject(parseObject(text))))) return undefined;
        const [error] = validate.errors ?? [];
        return `${error?.instancePath ?? ""} ${error?.message ?? ""}`.trim();
    } catch (error) {
        if (error instanceof DotNetException || error instanceof SyntaxError) return error.message;
        throw error;
    }
}

// words: https://learn.microsoft.com/azure/api-management/validate-content-policy#validation-errors
function refusal(message: string): PolicyFailure {
    return new PolicyFailure({ reason: "Bad request", message, response: ownResponse(400, "Bad Request", message) });
}
