// The program of an environment, weakened from outside: no argument of a component opens a vault, a transformation can.
import * as pulumi from "@pulumi/pulumi";

// Not the newer registerResourceTransform: the language host that is built here does not pass it on to the engine.
pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
    type === "azure-native:keyvault:Vault"
        ? { props: { ...props, properties: opened(props.properties) }, opts }
        : undefined,
);

function opened(properties: pulumi.Input<object>) {
    return pulumi.output(properties).apply((plain) => ({ ...plain, publicNetworkAccess: "Enabled" }));
}

export = require("../../../infra");
