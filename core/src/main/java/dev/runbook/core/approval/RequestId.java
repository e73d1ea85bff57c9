package dev.runbook.core.approval;

/// Names one approval request within its incident: `ap-1`, `ap-2`, in the order of asking.
public record RequestId(String id) {
    public RequestId {
        if (!id.matches("ap-[1-9][0-9]{0,8}")) throw new IllegalArgumentException("not an approval request id: " + id);
    }

    public static RequestId number(int n) {
        return new RequestId("ap-" + n);
    }

    @Override
    public String toString() {
        return id;
    }
}
