/** How a program gets hold of the class of a resource. */
export interface SdkClass {
    /** Module that is imported. */
    module: string;
    /** What it is imported as: a name for the whole module, or in braces the class itself. */
    binding: string;
    /** The class as an expression. */
    expression: string;
    /** Arguments that take the place of a class of its own. */
    given?: Record<string, string>;
}

/** The class for a type token: https://www.pulumi.com/docs/iac/using-pulumi/pulumi-packages/schema/#type */
export function sdkClass(token: string): SdkClass {
    const [provider = "", module = "", name = "", ...rest] = token.split(":");
    if (provider === "" || module === "" || name === "" || rest.length > 0) {
        throw new Error(
            `"${token}" is no type of a resource: an example needs a type like "keyvault:Vault" or "kubernetes:core/v1:Secret".`,
        );
    }
    if (provider === "kubernetes") return kubernetesClass(module, name);
    if (provider === "pulumi") return pulumiClass(module, name);
    if (provider.startsWith("azure-native")) return azureClass(provider, module, name);
    return bridgedClass(provider, module, name);
}

/** `keyvault`, of an older SDK `keyvault/v20230701`, or in a package that holds one API version only. */
function azureClass(provider: string, module: string, name: string): SdkClass {
    const [, own] = /^azure-native_(\w+)$/.exec(provider) ?? [];
    if (own === undefined) return member(`@pulumi/${provider}/${module}`, module.replace(/\/.*/, ""), name);
    return member(`@pulumi/${provider}`, own, `${module}.${name}`);
}

/** `core/v1` or `networking.k8s.io/v1`; a type that Kubernetes does not have by itself is a custom resource. */
function kubernetesClass(group: string, kind: string): SdkClass {
    const [, own, version = ""] =
        /^(\w+)(?:\.k8s\.io|\.authorization\.k8s\.io|\.apiserver\.k8s\.io|\.sh)?(?:\/(\w+))?$/.exec(group) ?? [];
    if (own !== undefined) {
        const module = [own, version].filter((part) => part !== "").join("/");
        return member(`@pulumi/kubernetes/${module}`, `${own}${version}`, kind);
    }
    return {
        ...member("@pulumi/kubernetes/apiextensions", "apiextensions", "CustomResource"),
        given: { apiVersion: group, kind },
    };
}

function pulumiClass(module: string, name: string): SdkClass {
    return module === "providers"
        ? { module: `@pulumi/${name}/provider`, binding: "{ Provider }", expression: "Provider" }
        : member("@pulumi/pulumi", "pulumi", name);
}

/** A package that was made from a Terraform provider has each class in a file, `index/application`; others have modules. */
function bridgedClass(provider: string, module: string, name: string): SdkClass {
    const path = module.replace(/^index(\/|$)/, "");
    const file = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    if (path === file || path.endsWith(`/${file}`))
        return { module: `@pulumi/${provider}/${path}`, binding: `{ ${name} }`, expression: name };
    return member(["@pulumi", provider, path].filter((part) => part !== "").join("/"), provider, name);
}

function member(module: string, alias: string, name: string): SdkClass {
    const identifier = alias.replace(/\W/g, "");
    return { module, binding: `* as ${identifier}`, expression: `${identifier}.${name}` };
}
