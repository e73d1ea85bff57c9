package dev.runbook.core.approval;

import java.util.regex.Pattern;

/// Names one approval request within its incident: `ap-1`, `ap-2`, in the order of asking.
public record RequestId(String id) {
    private static final Pattern SHAPE = Pattern.compile("ap-[1-9][0-9]{0,8}");

    public RequestId {
        if (!SHAPE.matcher(id).matches()) throw new IllegalArgumentException("not an approval request id: " + id);
    }

    public static RequestId number(int n) {
        return new RequestId("ap-" + n);
    }

    @Override
    public String toString() {
        return id;
    }
}
