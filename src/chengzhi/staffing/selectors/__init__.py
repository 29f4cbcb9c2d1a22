from chengzhi.staffing.selectors.certified import certificates_of, certified_on, certified_people, holding_on

__all__ = ["certificates_of", "certified_on", "certified_people", "holding_on"]
