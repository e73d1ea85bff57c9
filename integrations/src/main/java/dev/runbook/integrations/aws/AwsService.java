package dev.runbook.integrations.aws;

/// The services that we call, with what their models say about the wire.
enum AwsService {
    CLOUDWATCH("monitoring", "", "GraniteServiceVersion20100801", "1.0"),
    LOGS("logs", "", "Logs_20140328", "1.1"),
    SSM("ssm", "", "AmazonSSM", "1.1"),
    ECS("ecs", "", "AmazonEC2ContainerServiceV20141113", "1.1"),
    CLOUDTRAIL("cloudtrail", "", "CloudTrail_20131101", "1.1"),
    EC2("ec2", "2016-11-15", "", ""),
    AUTO_SCALING("autoscaling", "2011-01-01", "", ""),
    RDS("rds", "2014-10-31", "", ""),
    STS("sts", "2011-06-15", "", "");

    /// The name in host and signature.
    final String prefix;

    /// The version that the query protocol names; empty where JSON is spoken.
    final String version;

    /// What `X-Amz-Target` begins with; empty where the query protocol is spoken.
    final String target;

    /// Of JSON's content type.
    final String json;

    AwsService(String prefix, String version, String target, String json) {
        this.prefix = prefix;
        this.version = version;
        this.target = target;
        this.json = json;
    }

    /// The variable that gives its endpoint alone, as AWS's own tools name it.
    String endpointVariable() {
        return "AWS_ENDPOINT_URL_"
                + switch (this) {
                    case LOGS -> "CLOUDWATCH_LOGS";
                    case CLOUDWATCH, SSM, ECS, CLOUDTRAIL, EC2, AUTO_SCALING, RDS, STS -> name();
                };
    }
}
