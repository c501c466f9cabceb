# SPDX-License-Identifier: MIT
# Bindings for a real API server: jq -n -f seed.jq | kubectl create -f -
def subject(kind; name):
    {kind: kind, name: name} +
    if kind == "ServiceAccount" then {namespace: "shop"}
    else {apiGroup: "rbac.authorization.k8s.io"} end;
def binding(kind; meta; role; subjects):
    {apiVersion: "rbac.authorization.k8s.io/v1", kind: kind, metadata: meta,
     roleRef: {apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role},
     subjects: subjects};
def cluster(name; role; subjects): binding("ClusterRoleBinding"; {name: name}; role; subjects);
def guid(n): "dddddddd-0000-4000-8000-" + ("000000000000" + (n | tostring))[-12:];

{apiVersion: "v1", kind: "List", items: (
    [range(700) | cluster("team-\(.)"; "view"; [subject("User"; "user\(.)@contoso.com"),
                                                subject("Group"; guid(.))])] +
    [range(600) | binding("RoleBinding"; {name: "app-\(.)", namespace: "shop"}; "edit";
                          [subject("ServiceAccount"; "app-\(.)")])] +
    [cluster("nobody-in-it"; "view"; []),
     cluster("crowd"; "view"; [range(1200) | subject("User"; "member\(.)@contoso.com")]),
     cluster("twice"; "view"; [subject("User"; "ada@contoso.com"),
                               subject("User"; "ada@contoso.com"), subject("User"; "Ada@contoso.com")]),
     cluster("hostile Übersicht <b>\"x\" & 'y', z;=cmd|calc"; "view";
             [subject("User"; "=HYPERLINK(\"http://x\")"), subject("User"; "<script>alert(1)</script>"),
              subject("User"; "tab\tnew\nline\u0001\u2028end"), subject("Group"; "日本語 😀"),
              subject("User"; "$(touch /tmp/pwned) `id`"), subject("User"; "x" * 1000)]),
     cluster("hostile:colon"; "view"; [subject("User"; "../../etc/passwd"), subject("User"; "a|b")])])}
