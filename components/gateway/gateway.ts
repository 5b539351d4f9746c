import * as pulumi from "@pulumi/pulumi";
import { validate } from "../shared";
import { createApiManagement } from "./api-management";
import { createEdge } from "./edge";
import type { GatewayArgs } from "./gateway-args";
import { gatewayProblems } from "./gateway-problems";
import { createMetadataApi } from "./metadata-api";
import { createPrivateZone } from "./private-zone";

/**
 * The one way to all MCP servers: an edge with a web application firewall, which owns the host and takes TLS 1.3 only,
 * and behind it API Management inside the network, which answers the edge and nobody else.
 *
 * - What is secret comes from a vault; what a body says is never logged.
 * - Named values that responders own (session epoch, blocked and throttled principals, risk level) are created once.
 * - Every API inherits the global policy. The API `echo-api` that Azure creates with a service answers nobody; it and
 *   the products `starter` and `unlimited`, which no API of ours is in, are removed by hand, because a program cannot
 *   remove what it has not made.
 *
 * Before: the domain of the host is verified in the tenant, and its certificate is in a vault. An alert on the expiry of
 * the certificate belongs to that vault.
 *
 * Serves practices MUST-4, 1.1, 1.4, 3.1, 3.3, 4.1, 4.4, 5.1, 5.3, 6.1, 6.2, 8.3, 8.4, PP-1, IR-2, ZT-1 and ZT-2.
 *
 * @throws one error that lists all problems of the arguments. Ids that other resources give are checked when they are
 * known, before anything uses them.
 */
export class Gateway extends pulumi.ComponentResource {
    /** ARM id of API Management. */
    readonly apiManagementId: pulumi.Output<string>;
    /** Name of API Management, once named values, global policy and log are there that APIs need. */
    readonly serviceName: pulumi.Output<string>;
    /** ARM id of the logger that traces of policies go to. */
    readonly loggerId: pulumi.Output<string>;
    /** Name of the API at the root of the host, to which servers add the operations of their metadata. */
    readonly metadataApiName: pulumi.Output<string>;
    /** ARM id of the identity that calls servers and Content Safety. */
    readonly identityId: pulumi.Output<string>;
    /** Client id of that identity. */
    readonly identityClientId: pulumi.Output<string>;
    /** Object id of that identity. */
    readonly identityPrincipalId: pulumi.Output<string>;
    /** Object id of the system identity of API Management, which reads secrets: whoever makes one lets it read it. */
    readonly systemIdentityPrincipalId: pulumi.Output<string>;
    /** Domain of the servers in the cluster, once the network resolves it. */
    readonly internalDomain: pulumi.Output<string>;
    /** ARM id of the edge. */
    readonly edgeId: pulumi.Output<string>;
    /** Host that clients call. */
    readonly hostName: pulumi.Output<string>;
    /** Address of the host: of the public edge, or inside of the network. */
    readonly address: pulumi.Output<string>;

    constructor(name: string, args: GatewayArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:Gateway", name, {}, opts);
        validate(this, name, gatewayProblems(name, args));

        const service = createApiManagement(name, args, this);
        const edge = createEdge(name, service, args, this);

        this.apiManagementId = service.id;
        this.serviceName = service.governedName;
        this.loggerId = service.loggerId;
        this.metadataApiName = createMetadataApi(name, service, args, this);
        this.identityId = service.identity.id;
        this.identityClientId = service.identity.clientId;
        this.identityPrincipalId = pulumi.output(service.identity.principal.principalId);
        this.systemIdentityPrincipalId = pulumi.output(service.systemPrincipal.principalId);
        this.internalDomain = createPrivateZone(name, { label: "servers", zoneName: args.internalDomain }, args, this);
        this.edgeId = edge.id;
        this.hostName = pulumi.output(args.hostName);
        this.address = edge.address;
        this.registerOutputs({
            apiManagementId: this.apiManagementId,
            serviceName: this.serviceName,
            loggerId: this.loggerId,
            metadataApiName: this.metadataApiName,
            identityId: this.identityId,
            identityClientId: this.identityClientId,
            identityPrincipalId: this.identityPrincipalId,
            systemIdentityPrincipalId: this.systemIdentityPrincipalId,
            internalDomain: this.internalDomain,
            edgeId: this.edgeId,
            hostName: this.hostName,
            address: this.address,
        });
    }
}
