"""How long decisions took, as the bridge's metrics tell it."""


def decision_counts(metrics):
    """How many decisions took at most so many seconds, by the bound."""
    return {float(name.split('le="')[1].rstrip('"}').replace("+Inf", "inf")): count
            for name, count in metrics.items() if name.startswith("twinline_decision_seconds_bucket")}


def decision_quantile(metrics, share, before=None):
    """The bound, in seconds, at or below which this share of the decisions took, of those since `before` if given."""
    earlier = decision_counts(before) if before else {}
    counts = {bound: count - earlier.get(bound, 0) for bound, count in decision_counts(metrics).items()}
    return min(bound for bound, count in counts.items() if count >= share * counts[float("inf")])
