/** Members that may be used of types of which not all may: https://learn.microsoft.com/azure/api-management/api-management-policy-expressions#CLRTypes */
const someMembers: Record<string, string> = {
    "Newtonsoft.Json.JsonConvert": "SerializeObject DeserializeObject",
    "System.DateTime":
        "new Add AddDays AddHours AddMilliseconds AddMinutes AddMonths AddSeconds AddTicks AddYears Date Day DayOfWeek " +
        "DayOfYear DaysInMonth Hour IsDaylightSavingTime IsLeapYear MaxValue Millisecond Minute MinValue Month Now Parse " +
        "Second Subtract Ticks TimeOfDay Today ToString UtcNow Year",
    "System.DateTimeKind": "Utc",
    "System.Security.Cryptography.X509Certificates.X500DistinguishedName": "Name",
    "System.Text.RegularExpressions.Capture": "Index Length Value",
    "System.Text.RegularExpressions.CaptureCollection": "Count Item",
    "System.Text.RegularExpressions.Group": "Captures Success",
    "System.Text.RegularExpressions.GroupCollection": "Count Item",
    "System.Text.RegularExpressions.Match": "Empty Groups Result",
    "System.Text.RegularExpressions.Regex": "new IsMatch Match Matches Replace Unescape Split",
};

/** Types of which all members may be used, by namespace. */
const allMembers: Record<string, string> = {
    "Newtonsoft.Json": "Formatting",
    "Newtonsoft.Json.Linq": "Extensions JArray JConstructor JContainer JObject JProperty JRaw JToken JTokenType JValue",
    System:
        "Array BitConverter Boolean Byte Char Convert DateTimeOffset Decimal Double Exception Guid Int16 Int32 Int64 Math " +
        "MidpointRounding Nullable Random SByte Single String StringComparer StringComparison StringSplitOptions TimeSpan " +
        "TimeZone TimeZoneInfo Tuple UInt16 UInt32 UInt64 Uri UriPartial",
    "System.Collections.Generic":
        "Dictionary HashSet ICollection IDictionary IEnumerable IEnumerator IList IReadOnlyCollection IReadOnlyDictionary " +
        "ISet KeyValuePair List Queue Stack",
    "System.IO": "StringReader StringWriter",
    "System.Linq": "Enumerable",
    "System.Net": "IPAddress WebUtility",
    "System.Security.Cryptography":
        "AsymmetricAlgorithm CipherMode HashAlgorithm HashAlgorithmName HMAC HMACMD5 HMACSHA1 HMACSHA256 HMACSHA384 " +
        "HMACSHA512 KeyedHashAlgorithm MD5 Oid PaddingMode RNGCryptoServiceProvider RSA RSAEncryptionPadding " +
        "RSASignaturePadding SHA1 SHA1Managed SHA256 SHA256Managed SHA384 SHA384Managed SHA512 SHA512Managed " +
        "SymmetricAlgorithm",
    "System.Security.Cryptography.X509Certificates":
        "PublicKey RSACertificateExtensions X509Certificate X509Certificate2 X509ContentType X509NameType",
    "System.Text": "Encoding StringBuilder",
    "System.Text.RegularExpressions": "RegexOptions",
    "System.Xml": "XmlNodeType",
};

/** Members of what `context` gives: https://learn.microsoft.com/azure/api-management/api-management-policy-expressions#ContextVariables */
const contextMembers: Record<string, string> = {
    context:
        "Api Deployment Elapsed LastError Operation Product Request RequestId Response Subscription Timestamp Tracing User " +
        "Variables Trace",
    "context.Api": "Id IsCurrentRevision Name Path Revision ServiceUrl Version",
    "context.LastError": "Source Reason Message Scope Section Path PolicyId",
    "context.Request":
        "Body Certificate Headers IpAddress MatchedParameters Method OriginalUrl Url PrivateEndpointConnection",
    "context.Request.Headers": "GetValueOrDefault",
    "context.Response": "Body Headers StatusCode StatusReason",
    "context.Response.Headers": "GetValueOrDefault",
    "context.Variables": "GetValueOrDefault",
    IMessageBody: "As AsFormUrlEncodedContent",
    IUrl: "Host Path Port Query QueryString Scheme",
    "IUrl.Query": "GetValueOrDefault",
    Jwt: "Algorithm Audiences Claims ExpirationTime Id Issuer IssuedAt NotBefore Subject Type",
    "Jwt.Claims": "GetValueOrDefault",
};

/** Whether Microsoft's page lists a member of one of the rows; names of generic types go without their parameters. */
export function isDocumented(rows: string[], member: string): boolean {
    return rows.some((row) => {
        const some = someMembers[row] ?? contextMembers[row];
        if (some !== undefined) return some.split(" ").includes(member);
        return isDocumentedType(row);
    });
}

/** Whether Microsoft's page has such a row. */
export function isDocumentedType(row: string): boolean {
    if (row in someMembers || row in contextMembers) return true;
    const [, namespace = "", name = ""] = /^(.+)\.(\w+)$/.exec(row) ?? [];
    return allMembers[namespace]?.split(" ").includes(name) ?? false;
}
