import * as pulumi from "@pulumi/pulumi";

/**
 * A value that waits for resources, yet is known in a preview.
 *
 * Outputs of a resource are unknown in the preview that creates it, and every object they are put into becomes
 * unknown with them, so nothing can judge it. A URN is known from the start and carries the dependency.
 */
export function knownAfter(
    resources: pulumi.Resource | pulumi.Resource[],
    value: pulumi.Input<string>,
): pulumi.Output<string> {
    return pulumi.all([resources].flat().map((resource) => resource.urn)).apply(() => pulumi.output(value));
}
