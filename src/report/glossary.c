/* SPDX-License-Identifier: MIT */
/* glossary.c - what the words of the reports mean. */
#include "report/glossary.h"

const struct glossary_entry glossary[] = {
    { "Integration", "legacy",
      "The cluster signs people in through a server and a client app "
      "registration of your own. Retired by Microsoft; to be migrated." },
    { "Integration", "managed",
      "The cluster signs people in through Microsoft's own application. "
      "Nothing is left to migrate." },
    { "Integration", "none",
      "The cluster has no Microsoft Entra integration at all." },
    { "Integration", "unknown",
      "What was read is contradictory, or could not be read. It may be "
      "legacy." },

    { "Readiness", "ready", "Legacy, and nothing stands in the way." },
    { "Readiness", "action-needed",
      "Legacy, and something must be done first: a finding of severity high or "
      "above." },
    { "Readiness", "blocked",
      "Legacy, and Azure would refuse the migration as things stand." },
    { "Readiness", "migrated", "Managed, with nothing left to do." },
    { "Readiness", "cleanup-needed",
      "Managed, and something is left to do: a finding of severity medium or "
      "above." },
    { "Readiness", "not-integrated",
      "No Entra integration: nothing to "
      "migrate." },
    { "Readiness", "unknown",
      "A check that decides it could not look. Not the same as ready." },

    { "Verdict", "pass",
      "The check looked, and found nothing. Passes are only "
      "counted." },
    { "Verdict", "fail", "The check looked, and found what it is about." },
    { "Verdict", "unknown",
      "The check was not allowed, or not able, to look. The message says what "
      "was missing." },
    { "Verdict", "not-applicable",
      "The check does not speak of this "
      "resource." },
    { "Verdict", "error", "The check itself broke: a fault of aksentra." },

    { "Severity", "critical", "Blocks the migration, or must never happen." },
    { "Severity", "high",
      "People lose access, or gain it, if nothing is "
      "done." },
    { "Severity", "medium", "Something will not work as intended." },
    { "Severity", "low", "Worth knowing before it is changed." },
    { "Severity", "info", "A fact, not a fault." },

    { "Coverage", "audited", "Seen whole." },
    { "Coverage", "partial", "Seen in part: there may be more." },
    { "Coverage", "denied",
      "There was no permission to look. What would make "
      "it known stands beside it." },
    { "Coverage", "unreachable",
      "It could not be read: no answer, or none that "
      "made sense." },
    { "Coverage", "skipped", "Left out by choice, or nothing there to audit." },

    { "App registration", "server app",
      "The app that a legacy API server signs in as. It holds a secret, and "
      "may "
      "read the directory." },
    { "App registration", "client app",
      "The app through which people signed in to a legacy cluster." },
    { "App registration", "left over",
      "A registration of the legacy kind that no cluster names any more." },
    { "App registration", "certain",
      "Left over for certain: an earlier audit saw a cluster name it." },
    { "App registration", "likely",
      "Left over by several signals: permissions, names, credentials." },
    { "App registration", "possible", "Left over by a single signal." },
    { "App registration", "present", "The registration is in this tenant." },
    { "App registration", "deleted",
      "In the recycle bin of the tenant: for 30 days it can be restored." },
    { "App registration", "foreign", "It belongs to another tenant." },
    { "App registration", "missing", "It is nowhere to be found." },
    { "App registration", "migration group",
      "Clusters that share an app registration. The app can go when the last "
      "of "
      "them was migrated." },

    { "What becomes of a binding", "works today and after",
      "The migration does not change it." },
    { "What becomes of a binding", "starts to work",
      "It does not work today, and will after the migration." },
    { "What becomes of a binding", "stops working",
      "It works today, and will not after the migration." },
    { "What becomes of a binding", "never worked",
      "It works neither today nor after the migration." },
    { "What becomes of a binding", "nobody knows",
      "What decides it could not be seen." },
    { "What becomes of a binding", "not of Entra",
      "A name that does not come from Entra: the migration leaves it alone." },

    { "Kubeconfig", "current", "It fits the cluster as that is today." },
    { "Kubeconfig", "stale",
      "It asks for a token of another app than the cluster wants." },
    { "Kubeconfig", "ahead",
      "It is made for a managed cluster, and the cluster is still legacy." },
    { "Kubeconfig", "removed-format",
      "auth-provider azure, which kubectl 1.26 and later refuse." },
    { "Kubeconfig", "static-admin",
      "A client certificate that signs in past Entra." },
    { "Kubeconfig", "holds-secrets",
      "A token, password or client secret lies in the file." },
    { "Kubeconfig", "not-aks",
      "Neither its API server nor its sign-in is of "
      "AKS." },
    { "Kubeconfig", "unknown",
      "The cluster is not known, or an entry is missing." },

    { "Since the baseline", "newly-legacy",
      "It was not legacy, and is now. This must never happen." },
    { "Since the baseline", "migrated", "It was legacy, and is managed now." },
    { "Since the baseline", "still-legacy", "It was legacy, and still is." },
    { "Since the baseline", "changed",
      "Between none and managed, or from legacy to none." },
    { "Since the baseline", "new", "It was not there." },
    { "Since the baseline", "gone", "It is no longer there." },
    { "Since the baseline", "unclear",
      "One of the two audits could not tell its integration." },
    { "Since the baseline", "newly-seen",
      "Whether it was there then is not known." },
    { "Since the baseline", "not-seen",
      "Whether it is still there is not known." },
    { "Since the baseline", "unchanged", "As it was." },

    { "Other words", "check",
      "A rule with an id for ever, such as CLU-001; \"aksentra checks "
      "CLU-001\" "
      "explains it." },
    { "Other words", "finding",
      "A check's verdict on one thing, with the "
      "fields it saw." },
    { "Other words", "waiver",
      "A finding that somebody accepted, with owner, reason and a date on "
      "which "
      "it counts again." },
    { "Other words", "wave",
      "Clusters to migrate together: those ready and not in production "
      "first." },
    { "Other words", "break glass",
      "The admin certificate of a cluster: the way in when Entra is none." },
    { "Other words", "kubeconfig",
      "The file by which kubectl finds a cluster and signs in." },
    { "Other words", "kubelogin",
      "The program that gets a token of Entra for kubectl." },
};

const size_t n_glossary = sizeof(glossary) / sizeof(glossary[0]);
