import * as pulumi from "@pulumi/pulumi";

/**
 * Waits for what a value comes from, without using the value: for options. A field would carry the wait as well, but what
 * has a field of something that is replaced is replaced with it.
 */
export function waitingFor(value: pulumi.Input<string> | undefined): pulumi.Output<pulumi.Resource[]> {
    return pulumi.output(value).apply((): pulumi.Resource[] => []);
}
