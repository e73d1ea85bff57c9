package dev.runbook.ml.offline.text;

import java.util.Arrays;

/// A direction in the embedding space; its length is one.
public final class Vector {

    /// Cosines of bge-small between unrelated texts lie about here, and between a problem and its runbook
    /// there.
    public static final double UNRELATED = 0.50;

    private static final double SAME = 0.82;

    private final float[] coordinates;

    private Vector(float[] coordinates) {
        this.coordinates = coordinates;
    }

    /// The direction of these coordinates.
    ///
    /// @throws IllegalArgumentException when all are zero
    public static Vector of(float[] coordinates) {
        double squares = 0;
        for (float c : coordinates) squares += (double) c * c;
        if (!(squares > 0)) throw new IllegalArgumentException("a vector without length has no direction");
        var scaled = new float[coordinates.length];
        for (int i = 0; i < scaled.length; i++) scaled[i] = (float) (coordinates[i] / Math.sqrt(squares));
        return new Vector(scaled);
    }

    /// The direction that [#toBytes()] wrote.
    public static Vector ofBytes(byte[] bytes) {
        var coordinates = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) coordinates[i] = bytes[i];
        return of(coordinates);
    }

    /// The direction with one byte a coordinate; the cosine between the two is above 0.999.
    public byte[] toBytes() {
        float largest = 0;
        for (float c : coordinates) largest = Math.max(largest, Math.abs(c));
        var bytes = new byte[coordinates.length];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) Math.round(coordinates[i] / largest * 127);
        return bytes;
    }

    /// The coordinates, a copy.
    public float[] toArray() {
        return coordinates.clone();
    }

    /// The cosine of the angle between the two, in `[-1, 1]`.
    public double cosine(Vector other) {
        if (other.coordinates.length != coordinates.length)
            throw new IllegalArgumentException(
                    "vectors of " + coordinates.length + " and " + other.coordinates.length + " coordinates");
        double sum = 0;
        for (int i = 0; i < coordinates.length; i++) sum += (double) coordinates[i] * other.coordinates[i];
        return Math.clamp(sum, -1, 1);
    }

    /// How near two texts are in meaning, in `[0, 1]`: their cosine between those of texts that have
    /// nothing in common and those of texts that say the same.
    public double nearness(Vector other) {
        return Math.clamp((cosine(other) - UNRELATED) / (SAME - UNRELATED), 0, 1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vector vector && Arrays.equals(coordinates, vector.coordinates);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(coordinates);
    }

    @Override
    public String toString() {
        return "Vector[" + coordinates.length + " coordinates]";
    }
}
