// Command cilium-reachability judges flows between pods, nodes and the world with the policy engine of Cilium: it reads
// policies, endpoints and questions as JSON from stdin and writes the answers, in the same order, to stdout.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/netip"
	"os"
	"slices"
	"strings"

	cmtypes "github.com/cilium/cilium/pkg/clustermesh/types"
	"github.com/cilium/cilium/pkg/fqdn/dns"
	"github.com/cilium/cilium/pkg/identity"
	"github.com/cilium/cilium/pkg/identity/identitymanager"
	"github.com/cilium/cilium/pkg/k8s"
	k8sconst "github.com/cilium/cilium/pkg/k8s/apis/cilium.io"
	v2 "github.com/cilium/cilium/pkg/k8s/apis/cilium.io/v2"
	slim "github.com/cilium/cilium/pkg/k8s/slim/k8s/api/networking/v1"
	"github.com/cilium/cilium/pkg/labels"
	"github.com/cilium/cilium/pkg/policy"
	"github.com/cilium/cilium/pkg/policy/api"
	ptypes "github.com/cilium/cilium/pkg/policy/types"
	"github.com/cilium/cilium/pkg/policy/utils"
	"github.com/cilium/cilium/pkg/spanstat"
	testidentity "github.com/cilium/cilium/pkg/testutils/identity"
	testpolicy "github.com/cilium/cilium/pkg/testutils/policy"
	"github.com/cilium/cilium/pkg/u8proto"
)

type input struct {
	Policies  []json.RawMessage   `json:"policies"`
	Endpoints map[string]endpoint `json:"endpoints"`
	Flows     []flow              `json:"flows"`
	Lookups   []lookup            `json:"lookups"`
}

// An endpoint is a pod, if it has a namespace, something that Cilium reserves an identity for, like "host", or a host in
// the world, with an address or names that led to it.
type endpoint struct {
	Namespace       string            `json:"namespace"`
	NamespaceLabels map[string]string `json:"namespaceLabels"`
	Labels          map[string]string `json:"labels"`
	Reserved        string            `json:"reserved"`
	Address         string            `json:"address"`
	Names           []string          `json:"names"`
}

type flow struct {
	From     string `json:"from"`
	To       string `json:"to"`
	Port     uint16 `json:"port"`
	Protocol string `json:"protocol"`
}

// A lookup is a flow of DNS that asks for a name.
type lookup struct {
	flow
	Name string `json:"name"`
}

// A verdict has the policies that decided it, as "namespace/name"; none when nothing lets the flow through.
type verdict struct {
	Egress    bool     `json:"egress"`
	Ingress   bool     `json:"ingress"`
	EgressBy  []string `json:"egressBy"`
	IngressBy []string `json:"ingressBy"`
}

type output struct {
	// What the agent would not take, by kind, namespace and name.
	Refused map[string]string `json:"refused"`
	Flows   []verdict         `json:"flows"`
	Lookups []bool            `json:"lookups"`
}

func main() {
	log.SetFlags(0)
	var in input
	decoder := json.NewDecoder(os.Stdin)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&in); err != nil {
		log.Fatal(err)
	}
	out, err := answer(in)
	if err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(out); err != nil {
		log.Fatal(err)
	}
}

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

func answer(in input) (output, error) {
	out := output{Refused: map[string]string{}, Flows: []verdict{}, Lookups: []bool{}}
	var full, transport ptypes.PolicyEntries
	var names []api.FQDNSelector
	for _, raw := range in.Policies {
		which, entries, selected, err := parse(raw)
		if which == "" {
			return out, err
		}
		if err != nil {
			out.Refused[which] = err.Error()
			continue
		}
		full = append(full, entries...)
		for _, entry := range entries {
			transport = append(transport, withoutApplication(entry))
		}
		names = append(names, selected...)
	}
	identities := map[string]*identity.Identity{}
	next := identity.NumericIdentity(1000)
	for name, endpoint := range in.Endpoints {
		next++
		known, err := identityOf(endpoint, next, names)
		if err != nil {
			return out, fmt.Errorf("endpoint %q: %w", name, err)
		}
		identities[name] = known
	}

	flows := newWorld(transport, identities)
	for _, asked := range in.Flows {
		found, err := flows.verdict(asked)
		if err != nil {
			return out, fmt.Errorf("flow %+v: %w", asked, err)
		}
		out.Flows = append(out.Flows, found)
	}
	proxied := newWorld(full, identities)
	for _, asked := range in.Lookups {
		found, err := flows.verdict(asked.flow)
		if err != nil {
			return out, fmt.Errorf("lookup %+v: %w", asked, err)
		}
		named, err := proxied.mayAsk(asked)
		if err != nil {
			return out, fmt.Errorf("lookup %+v: %w", asked, err)
		}
		out.Lookups = append(out.Lookups, found.Egress && found.Ingress && named)
	}
	return out, nil
}

// parse gives the name of a policy, empty if it is none that is known here, what the agent makes of it, and the names
// that it selects hosts by.
func parse(raw json.RawMessage) (string, ptypes.PolicyEntries, []api.FQDNSelector, error) {
	var object struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
		Metadata   struct {
			Name      string `json:"name"`
			Namespace string `json:"namespace"`
		} `json:"metadata"`
	}
	if err := json.Unmarshal(raw, &object); err != nil {
		return "", nil, nil, err
	}
	which := strings.Join([]string{object.Kind, object.Metadata.Namespace, object.Metadata.Name}, "/")
	switch object.APIVersion + " " + object.Kind {
	case "networking.k8s.io/v1 NetworkPolicy":
		var policy slim.NetworkPolicy
		if err := json.Unmarshal(raw, &policy); err != nil {
			return which, nil, nil, err
		}
		entries, err := k8s.ParseNetworkPolicy(quiet, cmtypes.PolicyAnyCluster, &policy)
		return which, entries, nil, err
	case "cilium.io/v2 CiliumNetworkPolicy":
		var policy v2.CiliumNetworkPolicy
		if err := json.Unmarshal(raw, &policy); err != nil {
			return which, nil, nil, err
		}
		rules, err := policy.Parse(quiet, cmtypes.PolicyAnyCluster)
		if err != nil {
			return which, nil, nil, err
		}
		var names []api.FQDNSelector
		for _, rule := range rules {
			for _, egress := range rule.Egress {
				names = append(names, egress.ToFQDNs...)
			}
		}
		return which, utils.RulesToPolicyEntries(rules), names, nil
	}
	return "", nil, nil, fmt.Errorf("%s %s is no policy that can be judged", object.APIVersion, which)
}

// withoutApplication leaves out what a proxy would decide: policy.LookupFlow denies what is redirected to one.
func withoutApplication(entry *ptypes.PolicyEntry) *ptypes.PolicyEntry {
	stripped := *entry
	stripped.L4 = slices.Clone(entry.L4)
	for i := range stripped.L4 {
		stripped.L4[i].Rules = nil
	}
	return &stripped
}

// identityOf gives what Cilium tells an endpoint from others by. An address in the world has the labels of all names
// that led to it, whoever asked, and that policies select.
func identityOf(e endpoint, id identity.NumericIdentity, names []api.FQDNSelector) (*identity.Identity, error) {
	if e.Reserved != "" {
		if known := identity.LookupReservedIdentity(identity.GetReservedID(e.Reserved)); known != nil {
			return known, nil
		}
		return nil, fmt.Errorf("Cilium reserves no identity for %q", e.Reserved)
	}
	found := labels.Labels{}
	add := func(key, value string) { found[key] = labels.NewLabel(key, value, labels.LabelSourceK8s) }
	if e.Namespace != "" {
		for key, value := range e.Labels {
			add(key, value)
		}
		add(k8sconst.PodNamespaceLabel, e.Namespace)
		for key, value := range e.NamespaceLabels {
			add(k8sconst.PodNamespaceMetaLabelsPrefix+key, value)
		}
		return identity.NewIdentity(id, found), nil
	}
	if e.Address != "" {
		address, err := netip.ParseAddr(e.Address)
		if err != nil {
			return nil, err
		}
		found = labels.GetCIDRLabels(netip.PrefixFrom(address, address.BitLen()))
	}
	world := labels.NewLabel(labels.IDNameWorld, "", labels.LabelSourceReserved)
	found[world.Key] = world
	for i := range names {
		matches, err := names[i].ToRegex()
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(e.Names, func(name string) bool { return matches.MatchString(dns.FQDN(name)) }) {
			label := names[i].IdentityLabel()
			found[label.Key] = label
		}
	}
	return identity.NewIdentity(id|identity.IdentityScopeLocal, found), nil
}

// A world knows policies and everybody whom they can be about.
type world struct {
	repository *policy.Repository
	manager    identitymanager.IDManager
	identities map[string]*identity.Identity
}

func newWorld(entries ptypes.PolicyEntries, identities map[string]*identity.Identity) world {
	known := identity.IdentityMap{}
	manager := identitymanager.NewIDManager(quiet)
	for _, each := range identities {
		known[each.ID] = each.LabelArray
	}
	repository := policy.NewPolicyRepository(quiet, known, nil, nil, manager, testpolicy.NewPolicyMetricsNoop())
	repository.GetSelectorCache().SetLocalIdentityNotifier(testidentity.NewDummyIdentityNotifier())
	for _, each := range identities {
		manager.Add(each) // for good, so that its policy is computed once
	}
	repository.MustAddPolicyEntries(entries)
	return world{repository, manager, identities}
}

func (w world) resolve(f flow) (resolved ptypes.Flow, err error) {
	from, known := w.identities[f.From]
	if !known {
		return resolved, fmt.Errorf("no endpoint %q", f.From)
	}
	to, known := w.identities[f.To]
	if !known {
		return resolved, fmt.Errorf("no endpoint %q", f.To)
	}
	protocol, err := u8proto.ParseProtocol(f.Protocol)
	return ptypes.Flow{From: from, To: to, Proto: protocol, Dport: f.Port}, err
}

func (w world) verdict(f flow) (verdict, error) {
	resolved, err := w.resolve(f)
	if err != nil {
		return verdict{}, err
	}
	result, egress, ingress, err := policy.LookupFlow(quiet, w.repository, w.manager, resolved)
	return verdict{
		Egress:    result.Egress == ptypes.DecisionAllowed,
		Ingress:   result.Ingress == ptypes.DecisionAllowed,
		EgressBy:  policiesIn(egress),
		IngressBy: policiesIn(ingress),
	}, err
}

func policiesIn(origin policy.RuleMeta) []string {
	found := []string{}
	for _, each := range origin.LabelArray() {
		name := each.Get(labels.LabelSourceK8sKeyPrefix + k8sconst.PolicyLabelName)
		if name != "" {
			namespace := each.Get(labels.LabelSourceK8sKeyPrefix + k8sconst.PolicyLabelNamespace)
			found = append(found, namespace+"/"+name)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// mayAsk decides on what is let through as Cilium's DNS proxy does, which sees it if there are rules on names.
func (w world) mayAsk(l lookup) (bool, error) {
	resolved, err := w.resolve(l.flow)
	if err != nil {
		return false, err
	}
	selected, _, err := w.repository.GetSelectorPolicy(resolved.From, 0, &statistics{}, 0)
	if err != nil {
		return false, err
	}
	judged, name := false, dns.FQDN(l.Name)
	for filter, rules := range selected.RedirectFilters() {
		if filter.Ingress || filter.Port != l.Port || filter.U8Proto != resolved.Proto || !rules.Selector.Selects(resolved.To.ID) {
			continue
		}
		judged = true
		for _, rule := range rules.Policy.DNS {
			matches, err := (*api.FQDNSelector)(&rule).ToRegex()
			if err != nil {
				return false, err
			}
			if matches.MatchString(name) {
				return true, nil
			}
		}
	}
	return !judged, nil
}

// What GetSelectorPolicy counts, and nobody reads.
type statistics struct{ waiting, calculation spanstat.SpanStat }

func (s *statistics) WaitingForPolicyRepository() *spanstat.SpanStat { return &s.waiting }

func (s *statistics) SelectorPolicyCalculation() *spanstat.SpanStat { return &s.calculation }
