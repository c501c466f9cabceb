# SPDX-License-Identifier: MIT
# kubelogin.jq - what the stand-in's convert-kubeconfig makes of a kubeconfig.

def option($name):
    . as $args | (index($name) // null) as $i
    | if $i == null then null else $args[$i + 1] end;

# What the entry says today; null: it is not kubelogin's.
def settings:
    if .["auth-provider"]?.name == "azure" then
        .["auth-provider"].config
        | {server: .["apiserver-id"], client: .["client-id"], tenant: .["tenant-id"],
           legacy: ((.["config-mode"] // "") | . == "" or . == "0")}
    elif (.exec?.command // "" | ascii_downcase | contains("kubelogin")) then
        (.exec.args // [])
        | {server: option("--server-id"), client: option("--client-id"),
           tenant: (option("--tenant-id") // option("-t")),
           legacy: (index("--legacy") != null)}
    else null end;

def arguments($s):
    ["get-token", "--login", $login]
    + (if $s.server then ["--server-id", $s.server] else error("--server-id is required") end)
    + (if $login == "azurecli" then []
       else (if $s.client then ["--client-id", $s.client] else [] end)
            + (if $s.tenant then ["--tenant-id", $s.tenant] else [] end)
       end)
    + (if $s.legacy and (["devicecode", "spn", "ropc"] | index($login) != null)
       then ["--legacy"] else [] end);

def convert:
    settings as $s
    | if $s == null then .
      else {exec: {apiVersion: "client.authentication.k8s.io/v1beta1", command: "kubelogin",
                   args: arguments($s), env: null, provideClusterInfo: false}}
      end;

(if $context == "" then null
 else [.contexts[] | select(.name == $context) | .context.user][0] // error("no such context")
 end) as $user
| .users |= map(if $user == null or .name == $user then .user |= convert else . end)
