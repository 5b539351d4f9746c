import assert from "node:assert/strict";
import { validateToken } from "../../../../components/gateway/policy/token";
import { element, render } from "../../../../components/gateway/policy/xml";
import { refusalsOf, variableOf } from "./guards";
import { sampleServer } from "./sample-server";

describe("validateToken", () => {
    it("accepts tokens of this tenant, for this server, to the listed clients, and no others", () => {
        const [validation] = validateToken(sampleServer);
        assert.ok(validation);
        assert.equal(
            render(element("inbound", {}, validation)),
            `<inbound>
  <validate-azure-ad-token tenant-id="11111111-1111-4111-8111-111111111111" header-name="Authorization" failed-validation-httpcode="401" failed-validation-error-message="invalid_token" output-token-variable-name="token">
    <client-application-ids>
      <application-id>aebc6443-996d-45c2-90f0-388ff96faa56</application-id>
      <application-id>22222222-2222-4222-8222-222222222222</application-id>
    </client-application-ids>
    <audiences>
      <audience>{{mcp-orders-client-id}}</audience>
    </audiences>
    <required-claims>
      <claim name="ver" match="all">
        <value>2.0</value>
      </claim>
      <claim name="tid" match="all">
        <value>11111111-1111-4111-8111-111111111111</value>
      </claim>
    </required-claims>
  </validate-azure-ad-token>
</inbound>
`,
        );
    });

    it("keeps of the token's rights those that the server defines, and tells scopes and roles apart", () => {
        const claim = (name: string) => `((Jwt)context.Variables["token"]).Claims.GetValueOrDefault("${name}", "")`;
        // a parser makes spaces of line breaks
        assert.equal(
            variableOf(
                validateToken({ ...sampleServer, scopes: ["mcp.read", "orders.read"], roles: ["A.B"] }),
                "rights",
            ),
            `@{ var scopes = ${claim("scp")}.Split(' '); var roles = ${claim("roles")}.Replace(" ", "").Split(','); var rights = ""; ` +
                'if (scopes.Contains("mcp.read")) { rights = rights + " scope:mcp.read"; } ' +
                'if (scopes.Contains("orders.read")) { rights = rights + " scope:orders.read"; } ' +
                'if (roles.Contains("A.B")) { rights = rights + " role:A.B"; } return rights.Trim(); }',
        );
    });

    it("refuses tokens that name no principal", () => {
        assert.deepEqual(refusalsOf(validateToken(sampleServer)), [
            ["no-principal", '@((string)context.Variables["oid"] == "" || (string)context.Variables["azp"] == "")'],
        ]);
    });
});
