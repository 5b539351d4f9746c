import * as pulumi from "@pulumi/pulumi";

/** Values of which some may come from other resources. */
type Inputs<Known> = { [Key in keyof Known]: pulumi.Input<Known[Key]> };

/** The text that follows from texts, at once when all of them are plain, so that it can be had without Pulumi. */
export function textOf<Known extends object>(
    values: Inputs<Known>,
    text: (known: Known) => string,
): pulumi.Input<string> {
    if (Object.values(values).every((value) => typeof value === "string")) return text(values as Known);
    const inputs = { ...values } as Record<string, pulumi.Input<string>>;
    return pulumi.all(inputs).apply((known) => text(known as Known));
}
