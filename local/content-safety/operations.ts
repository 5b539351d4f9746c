import { z } from "zod";
import { type Answer, errorAnswer, invalidBody } from "./answer";
import { type Category, categories, isAttack, severityOf } from "./rules";

/** https://learn.microsoft.com/azure/ai-services/content-safety/overview#input-requirements */
const [mostCharacters, mostDocuments] = [10_000, 5];

const shieldRequest = z.strictObject({
    userPrompt: z.string().optional(),
    documents: z.array(z.string()).optional(),
});

const analyzeRequest = z.strictObject({
    text: z.string(),
    categories: z.array(z.enum(categories)).optional(),
    blocklistNames: z.array(z.string()).optional(),
    haltOnBlocklistHit: z.boolean().optional(),
    outputType: z.enum(["FourSeverityLevels", "EightSeverityLevels"]).optional(),
});

/** Operations of a version of the API by their names in a path; each judges the JSON of a request. */
export const operations: Readonly<Record<string, (request: unknown) => Answer>> = {
    /** https://learn.microsoft.com/rest/api/contentsafety/text-operations/shield-prompt */
    "text:shieldPrompt": (request) => withShape(shieldRequest, request, shieldPrompt),
    /** https://learn.microsoft.com/rest/api/contentsafety/text-operations/analyze-text */
    "text:analyze": (request) => withShape(analyzeRequest, request, analyze),
};

function withShape<Shape>(shape: z.ZodType<Shape>, request: unknown, answer: (request: Shape) => Answer): Answer {
    const { success, data, error } = shape.safeParse(request);
    if (success) return answer(data);
    const problems = error.issues.map(({ path, message }) => `${path.join(".") || "(body)"}: ${message}`);
    return invalidBody(`The request body does not match the API definition. ${problems.join("; ")}.`);
}

function shieldPrompt({ userPrompt, documents = [] }: z.infer<typeof shieldRequest>): Answer {
    if (userPrompt === undefined && documents.length === 0) {
        return invalidBody("One of userPrompt and documents must be given.");
    }
    if (documents.length > mostDocuments) {
        return invalidBody(`There are ${documents.length} documents, and at most ${mostDocuments} are allowed.`);
    }
    const problem = tooLong("userPrompt", userPrompt ?? "") ?? tooLong("documents", ...documents);
    if (problem) return problem;
    return {
        status: 200,
        body: {
            ...(userPrompt !== undefined && {
                userPromptAnalysis: { attackDetected: isAttack(userPrompt, "userPrompt") },
            }),
            documentsAnalysis: documents.map((text) => ({ attackDetected: isAttack(text, "documents") })),
        },
    };
}

function analyze(request: z.infer<typeof analyzeRequest>): Answer {
    const { text, categories: asked, blocklistNames = [], outputType } = request;
    const [blocklist] = blocklistNames;
    if (blocklist !== undefined) {
        return errorAnswer(404, "ResourceNotFound", `The blocklist ${blocklist} does not exist.`);
    }
    const problem = tooLong("text", text);
    if (problem) return problem;
    // the lower of two levels stands for both
    const level = (severity: number) => (outputType === "EightSeverityLevels" ? severity : severity - (severity % 2));
    const judged: readonly Category[] = asked && asked.length > 0 ? asked : categories;
    return {
        status: 200,
        body: {
            blocklistsMatch: [],
            categoriesAnalysis: [...new Set(judged)].map((category) => ({
                category,
                severity: level(severityOf(text, category)),
            })),
        },
    };
}

/** Characters are code points. */
function tooLong(name: string, ...texts: string[]): Answer | undefined {
    const length = texts.reduce((sum, text) => sum + Array.from(text).length, 0);
    return length > mostCharacters
        ? invalidBody(`${name} has ${length} characters, and at most ${mostCharacters} are allowed.`)
        : undefined;
}
