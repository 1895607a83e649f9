"""The evaluation: questions, measures, runner and report, outside the package and through its doors."""
