-- Reads the staged official figures of PACs and parties (webk). Writes "fresh".
CREATE TEMP TABLE fresh ON COMMIT DROP AS
SELECT DISTINCT ON (t.committee_id)
       %(cycle)s::smallint AS cycle,
       t.committee_id, left(t.name, 200) AS name, left(t.committee_type, 1) AS committee_type,
       left(t.designation, 1) AS designation, left(t.filing_frequency, 1) AS filing_frequency,
       t.receipts, t.transfers_from_affiliated, t.individual_contributions,
       t.other_political_committee_contributions, t.candidate_contribution,
       t.loans_made_by_candidate, t.loans_received, t.disbursements, t.transfers_to_affiliated,
       t.refunded_individual_contributions, t.refunded_committee_contributions,
       t.repayments_loans_made_by_candidate, t.loan_repayments, t.cash_on_hand_beginning,
       t.cash_on_hand_end, t.debts_owed_by_committee, t.nonfederal_transfers_received,
       t.contributions_to_other_committees, t.independent_expenditures,
       t.coordinated_expenditures, t.nonfederal_share, t.coverage_end_date, t.row_hash
  FROM ({typed}) t
 ORDER BY t.committee_id, t.staged_row DESC;
