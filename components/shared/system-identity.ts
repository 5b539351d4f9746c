import * as pulumi from "@pulumi/pulumi";

/** Object id of the identity that a resource has itself; unknown until the resource exists. */
export function systemPrincipalId({
    id,
    identity,
}: {
    id: pulumi.Output<string>;
    identity: pulumi.Output<{ principalId: string } | undefined>;
}): pulumi.Output<string> {
    // the id makes it unknown in a preview, which takes what is asked of the identity for all that it is
    return pulumi.all([identity, id]).apply(([created]) => created?.principalId ?? "");
}
