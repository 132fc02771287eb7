-- Reads the staged official figures of candidates (weball or webl). Writes "fresh".
CREATE TEMP TABLE fresh ON COMMIT DROP AS
SELECT DISTINCT ON (t.candidate_id)
       %(cycle)s::smallint AS cycle, {file} AS file,
       t.candidate_id, left(t.name, 200) AS name,
       left(t.incumbent_challenge, 1) AS incumbent_challenge,
       left(t.party_code, 3) AS party_code, left(t.party, 3) AS party, t.receipts,
       t.transfers_from_authorized, t.disbursements, t.transfers_to_authorized,
       t.cash_on_hand_beginning, t.cash_on_hand_end, t.candidate_contribution,
       t.loans_made_by_candidate, t.all_other_loans, t.repayments_loans_made_by_candidate,
       t.repayments_other_loans, t.debts_owed_by_committee, t.individual_contributions,
       left(t.state, 2) AS state, left(t.district, 2) AS district,
       left(t.special_election, 1) AS special_election,
       left(t.primary_election, 1) AS primary_election,
       left(t.runoff_election, 1) AS runoff_election,
       left(t.general_election, 1) AS general_election,
       left(t.general_election_percent, 10) AS general_election_percent,
       t.other_political_committee_contributions, t.political_party_committee_contributions,
       t.coverage_end_date, t.refunded_individual_contributions,
       t.refunded_committee_contributions, t.row_hash
  FROM ({typed}) t
 ORDER BY t.candidate_id, t.staged_row DESC;
