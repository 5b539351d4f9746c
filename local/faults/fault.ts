import { z } from "zod";

const operations = ["create", "read", "update", "delete"] as const;

/** What the engine asks of a provider. */
export type Operation = (typeof operations)[number];

const text = (what: string) => z.string(`it must be ${what}.`).min(1, `it must be ${what}.`);
const seconds = z.number("it must be a number of seconds.").positive("it must be above 0.");
const firstOrLater = z.int("it must be a whole number from 1, or every.").min(1, "it must be at least 1.");

/** Which requests a fault is for. */
const request = {
    type: text("a type token, for example azure-native:keyvault:Vault"),
    name: text("a name of the resource, in the program or in its service").optional(),
    operation: z.enum(operations, `it must be one of ${operations.join(", ")}.`),
    occurrence: z.union([firstOrLater, z.literal("every")], "it must be a whole number from 1, or every.").default(1),
};
const code = text("an error code of the service, for example Forbidden");
const message = text("a sentence");

const kinds = [
    z.strictObject({
        fault: z.literal("error"),
        ...request,
        status: z
            .int("it must be an HTTP status from 400 to 599.")
            .min(400, "it must be an HTTP status from 400 to 599.")
            .max(599, "it must be an HTTP status from 400 to 599."),
        code,
        message,
    }),
    z.strictObject({ fault: z.literal("throttling"), ...request, retryAfter: seconds.optional() }),
    z.strictObject({ fault: z.literal("timeout"), ...request }),
    z
        .strictObject({
            fault: z.literal("slow"),
            ...request,
            seconds: seconds.optional(),
            factor: z.number("it must be a number.").gt(1, "it must be above 1.").optional(),
        })
        .refine((fault) => (fault.seconds === undefined) !== (fault.factor === undefined), {
            error: "it needs either seconds, or a factor of the usual time.",
        })
        .refine((fault) => fault.factor === undefined || fault.operation !== "read", {
            path: ["factor"],
            error: "a read takes no time that could be multiplied: give seconds.",
        }),
    z.strictObject({ fault: z.literal("crash"), ...request }),
    z.strictObject({
        fault: z.literal("partial-failure"),
        ...request,
        operation: z.enum(
            ["create", "update"],
            "it must be create or update: nothing else can be accepted and fail later.",
        ),
        code,
        message,
    }),
] as const;

const names = kinds.map((kind) => kind.shape.fault.value);

/** A file with faults. */
export const planSchema = z.strictObject(
    {
        faults: z
            .array(z.discriminatedUnion("fault", kinds, `it must be one of ${names.join(", ")}.`), "it must be a list.")
            .min(1, "it must have at least one fault."),
    },
    "it must be an object with the list faults.",
);

/** One thing that goes wrong. */
export type Fault = z.infer<typeof planSchema>["faults"][number];
