/// Anomaly scores for one time series: streaming, in bounded memory, without units, without training and without
/// looking ahead.
///
/// [AnomalyDetector] scores one measurement after the other; [MetricAnomalies] reads files.
@NullMarked
package dev.runbook.ml.anomaly;

import org.jspecify.annotations.NullMarked;
