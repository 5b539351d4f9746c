// Judges a document of Envoy's by the published schema: a bootstrap, or what a file of the file system's discovery holds.
//
//	envoy-check bootstrap|discovery < document.json
//
// It refuses unknown and deprecated fields, extensions that it does not know, and values that the schema does not allow,
// also inside extensions. Each problem is a line on stdout.
package main

import (
	"fmt"
	"io"
	"os"

	bootstrap "github.com/envoyproxy/go-control-plane/envoy/config/bootstrap/v3"
	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/known/anypb"

	// the extensions that documents may have
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/access_loggers/stream/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/health_check/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/jwt_authn/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/rbac/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/router/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/listener/tls_inspector/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/network/dns_resolver/cares/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/resource_monitors/downstream_connections/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/resource_monitors/fixed_heap/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/upstreams/http/v3"
)

func main() {
	documents := map[string]proto.Message{
		"bootstrap": &bootstrap.Bootstrap{},
		"discovery": &discovery.DiscoveryResponse{},
	}
	message, known := documents[os.Args[len(os.Args)-1]]
	if !known {
		fmt.Fprintln(os.Stderr, "usage: envoy-check bootstrap|discovery < document.json")
		os.Exit(2)
	}
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if err := protojson.Unmarshal(text, message); err != nil {
		fmt.Println(err)
		return
	}
	judge(message, "")
}

// The generated checks of a message include its parts, but not what is packed in an Any.
func judge(message proto.Message, path string) {
	if checked, ok := message.(interface{ ValidateAll() error }); ok {
		if err := checked.ValidateAll(); err != nil {
			fmt.Printf("%s%v\n", prefix(path), err)
		}
	}
	walk(message.ProtoReflect(), path)
}

func walk(message protoreflect.Message, path string) {
	if packed, ok := message.Interface().(*anypb.Any); ok {
		// protojson has resolved its type already
		inner, err := packed.UnmarshalNew()
		if err != nil {
			fmt.Printf("%s%v\n", prefix(path), err)
			return
		}
		judge(inner, path)
		return
	}
	message.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		at := path + "." + string(field.Name())
		if options, ok := field.Options().(*descriptorpb.FieldOptions); ok && options.GetDeprecated() {
			fmt.Printf("%sthe field is deprecated\n", prefix(at))
		}
		switch {
		case field.IsMap():
			if field.MapValue().Message() != nil {
				value.Map().Range(func(key protoreflect.MapKey, entry protoreflect.Value) bool {
					walk(entry.Message(), fmt.Sprintf("%s[%s]", at, key))
					return true
				})
			}
		case field.Message() == nil:
		case field.IsList():
			for index := range value.List().Len() {
				walk(value.List().Get(index).Message(), fmt.Sprintf("%s[%d]", at, index))
			}
		default:
			walk(value.Message(), at)
		}
		return true
	})
}

func prefix(path string) string {
	if path == "" {
		return ""
	}
	return path[1:] + ": "
}
