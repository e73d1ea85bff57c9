/// Where the keys for AWS come from: variables, shared files, roles, web identities, and the metadata of
/// containers and machines, in the order in which [AWS's own
/// tools](https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html) look.
@NullMarked
package dev.runbook.integrations.aws.credentials;

import org.jspecify.annotations.NullMarked;
