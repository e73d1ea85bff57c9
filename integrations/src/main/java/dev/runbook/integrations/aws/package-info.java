/// AWS, live: EC2, Systems Manager, ECS, Auto Scaling, RDS, CloudWatch, its logs, and CloudTrail, each in
/// the protocol of its [service model](https://github.com/aws/api-models-aws), signed with Signature
/// Version 4.
@NullMarked
package dev.runbook.integrations.aws;

import org.jspecify.annotations.NullMarked;
