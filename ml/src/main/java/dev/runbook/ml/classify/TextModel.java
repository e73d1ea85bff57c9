package dev.runbook.ml.classify;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/// A model of an organisation's own history: labels for texts, one set of labels for each column that was
/// learned.
///
/// It is trained in seconds, saved in a file of about a megabyte, and the same examples give the same file.
/// Safe for use by many threads; it never changes.
public final class TextModel {

    private static final String MAGIC = "runbook text model 1";

    /// Margins are stretched by this before they become probabilities. Set by hand: they are not calibrated yet.
    private static final double SPREAD = 3;

    private static final int LARGEST = 127;

    private final TextFeatures features;
    private final Map<String, Column> columns;

    private record Column(List<String> labels, LinearModel model) {}

    private TextModel(TextFeatures features, Map<String, Column> columns) {
        this.features = features;
        this.columns = columns;
    }

    /// Learns every column of labels.
    ///
    /// @param before a model to go on from: what it knows is kept as far as the examples do not speak against it
    /// @throws IllegalArgumentException when there is nothing to learn, with what is missing
    public static TextModel train(List<Examples.Example> examples, Optional<TextModel> before) {
        var names = new LinkedHashSet<String>();
        examples.forEach(e -> names.addAll(new TreeSet<>(e.labels().keySet())));
        if (names.isEmpty())
            throw new IllegalArgumentException("no labels to learn from; name their column with --label");
        var features = before.map(m -> m.features)
                .orElseGet(() -> TextFeatures.learn(
                        examples.stream().map(Examples.Example::text).toList()));
        Map<String, Column> columns = new LinkedHashMap<>();
        before.ifPresent(m -> columns.putAll(m.columns));
        for (var name : names)
            columns.put(name, learn(name, examples, features, Optional.ofNullable(columns.get(name))));
        return new TextModel(features, columns);
    }

    private static Column learn(
            String name, List<Examples.Example> examples, TextFeatures features, Optional<Column> before) {
        var found = new TreeSet<String>();
        var labelled =
                examples.stream().filter(e -> e.labels().containsKey(name)).toList();
        labelled.forEach(e -> found.add(e.labels().getOrDefault(name, "")));
        var labels = new ArrayList<>(before.map(Column::labels).orElse(List.of()));
        found.stream().filter(l -> !labels.contains(l)).forEach(labels::add);
        if (labels.size() < 2)
            throw new IllegalArgumentException("column '" + name + "' has only the label '" + String.join("", labels)
                    + "'; at least two are needed to tell apart");
        var texts = labelled.stream().map(e -> features.of(e.text())).toList();
        var classes = labelled.stream()
                .map(e -> labels.indexOf(e.labels().getOrDefault(name, "")))
                .toList();
        return new Column(
                List.copyOf(labels),
                LinearModel.train(
                        texts, classes, labels.size(), before.map(Column::model).orElseGet(LinearModel::empty)));
    }

    /// The columns that were learned, each with its labels.
    public Map<String, List<String>> labels() {
        Map<String, List<String>> labels = new LinkedHashMap<>();
        columns.forEach((name, column) -> labels.put(name, column.labels()));
        return labels;
    }

    /// What a text is taken for, one prediction for each column.
    public List<Prediction> classify(String text) {
        var seen = features.of(text);
        List<Prediction> predictions = new ArrayList<>();
        columns.forEach((name, column) -> {
            var margins = column.model().margins(seen);
            int best = 0;
            for (int c = 1; c < margins.length; c++) if (margins[c] > margins[best]) best = c;
            double sum = 0;
            for (double margin : margins) sum += Math.exp(SPREAD * (margin - margins[best]));
            predictions.add(new Prediction(name, column.labels().get(best), 1 / sum));
        });
        return predictions;
    }

    /// Writes the model to a file.
    public void save(Path file) throws IOException {
        try (var out =
                new DataOutputStream(new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file))))) {
            out.writeUTF(MAGIC);
            out.writeInt(features.texts());
            writeOccurrences(out);
            out.writeInt(columns.size());
            for (var entry : columns.entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeInt(entry.getValue().labels().size());
                for (var label : entry.getValue().labels()) out.writeUTF(label);
                for (int c = 0; c < entry.getValue().labels().size(); c++)
                    writeWeights(out, entry.getValue().model(), c);
            }
        }
    }

    private void writeOccurrences(DataOutputStream out) throws IOException {
        for (int f = 0; f < TextFeatures.SIZE; f++) out.writeShort(Math.min(Short.MAX_VALUE, features.occurrences(f)));
    }

    /// A byte for each weight is enough to tell the classes apart.
    private static void writeWeights(DataOutputStream out, LinearModel model, int ofClass) throws IOException {
        float largest = 1e-9f;
        for (int f = 0; f < TextFeatures.SIZE; f++) largest = Math.max(largest, Math.abs(model.weight(ofClass, f)));
        out.writeFloat(model.offset(ofClass));
        out.writeFloat(largest);
        for (int f = 0; f < TextFeatures.SIZE; f++)
            out.writeByte(Math.round(model.weight(ofClass, f) / largest * LARGEST));
    }

    /// Reads a model from a file.
    ///
    /// @throws IOException when there is none, with what it is instead
    public static TextModel load(Path file) throws IOException {
        if (!Files.isRegularFile(file))
            throw new IOException("no such model: " + file + "; make one with: runbook ml train");
        try (var in = new DataInputStream(
                new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file)), 1 << 16))) {
            if (!in.readUTF().equals(MAGIC)) throw new IOException(file + " is no model of this version");
            int texts = in.readInt();
            var occurrences = new int[TextFeatures.SIZE];
            for (int f = 0; f < occurrences.length; f++) occurrences[f] = in.readShort();
            Map<String, Column> columns = new LinkedHashMap<>();
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                var name = in.readUTF();
                columns.put(name, readColumn(in));
            }
            return new TextModel(TextFeatures.of(occurrences, texts), columns);
        } catch (ZipException | EOFException e) {
            throw new IOException(file + " is no model, or a damaged one", e);
        }
    }

    private static Column readColumn(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<String> labels = new ArrayList<>();
        for (int c = 0; c < count; c++) labels.add(in.readUTF());
        var weights = new float[count][];
        var offsets = new float[count];
        var bytes = new byte[TextFeatures.SIZE];
        for (int c = 0; c < count; c++) {
            offsets[c] = in.readFloat();
            float scale = in.readFloat() / LARGEST;
            in.readFully(bytes);
            weights[c] = new float[TextFeatures.SIZE];
            for (int f = 0; f < bytes.length; f++) weights[c][f] = bytes[f] * scale;
        }
        return new Column(labels, new LinearModel(weights, offsets));
    }
}
